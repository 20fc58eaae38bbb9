"""The order in which people read codes and numbers."""

import re
from functools import lru_cache

_RUNS = re.compile(r"[0-9]+|[^0-9]+")


@lru_cache(maxsize=65_536)  # a trade's lists sort thousands of rows by a few dozen codes
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key in which 2 stands before 10: ``A2`` < ``A10``, "F9" < "F10"; case makes no difference."""
    runs: list[str] = _RUNS.findall(text)
    return tuple((0, int(run), "") if run[0] in "0123456789" else (1, 0, run.casefold()) for run in runs)
