"""Reading and checking the 192-aspect workbook against merely reading its cells (aim: at most 2).

Both run in this process and in turns; the ratio is of the medians. The check is all of ``scheme check`` but
for the process that guards uploads: cells, scheme, every rule of W-01 … W-08 and W-15.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from judging.schemes.file_forms import read_and_check  # noqa: E402

WORKBOOK = ROOT / "judging/schemes/samples/euroskills2025_s17_web.xlsx"
ROUNDS = 60


def read_cells(content: bytes) -> None:
    """Only the cells, with nothing between the library and us."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for index in range(len(workbook.sheet_names)):
        workbook.get_sheet_by_index(index).to_python(skip_empty_area=False)


def read_and_check_all(content: bytes) -> None:
    """Cells, scheme and every problem."""
    read = read_and_check(content, WORKBOOK.name, trusted=True)
    assert read.scheme is not None
    assert sum(1 for _ in read.scheme.aspects()) == 192


def seconds(work: Callable[[bytes], None], content: bytes) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work(content)
    return time.perf_counter() - start


def main() -> None:
    """Print both medians and their ratio."""
    content = WORKBOOK.read_bytes()
    cells, whole = [], []
    for _ in range(ROUNDS):
        cells.append(seconds(read_cells, content))
        whole.append(seconds(read_and_check_all, content))
    base, full = statistics.median(cells), statistics.median(whole)
    print(f"cells only       {base * 1000:6.2f} ms")
    print(f"read and checked {full * 1000:6.2f} ms")
    print(f"ratio            {full / base:6.2f}   (aim: at most 2.00)")


if __name__ == "__main__":
    main()
