"""``docs/access.md``: who is let in where and in which stage, as the running app answered."""

from collections.abc import Mapping
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from contest.officials.access import Allow
from tests.access.world import PEOPLE, STAGES

TABLE = Path(__file__).resolve().parent.parent.parent / "docs" / "access.md"

INSIDE = [title for title in PEOPLE.values() if title not in ("administrator", "nobody")]

HEAD = """# Who may do what, and when

Made by asking the running app: every route, in every stage, by everybody (`tests/access`; `script/access-table`
writes it anew). A person stands in a line with the stages in which a sound request of his is accepted; whoever and
whatever is not named is refused. *leader*, *marker* and *Expert* are Experts of the trade: the one leads the marking
team of the sheet, the other is one of its named markers, the third is neither.

| stage | the event | the division |
|---|---|---|
| 1 | 草拟 draft | no scheme yet |
| 2 | 报名 registration, announced before | a draft of the scheme |
| 3 | 实施 running | scheme locked, teams named, marking not open |
| 4 | 实施 running | marking open, sheets with marks missing |
| 5 | 实施 running | everything entered |
| 6 | 实施 running | sheets signed |
| 7 | 实施 running | sheets locked, a tie to decide |
| 8 | 成绩公示 results posted | results published |
| 9 | 归档 archived | |

| route | who, in which stages |
|---|---|
"""


def whom(handler: HTTPRouteHandler, let_in: Mapping[str, set[str]]) -> str:
    """A cell of the table; ``let_in``: the stages by person."""
    if handler.opt.get("public"):
        return "everybody"
    if handler.opt.get("mine"):
        return "everybody signed in, for himself"
    assert isinstance(handler.opt["allow"], Allow)
    groups: dict[str, list[str]] = {}
    for name, title in PEOPLE.items():
        if let_in.get(name):
            groups.setdefault(ranges(let_in[name]), []).append(title)
    said = {stages: "everybody in the event" if people == INSIDE else ", ".join(people) for stages, people in groups.items()}
    return "; ".join(f"{people}: {stages}" for stages, people in said.items()) or "nobody"


def ranges(stages: set[str]) -> str:
    """Stages by number, neighbours joined: ``1–3, 5``."""
    numbers = [number for number, stage in enumerate(STAGES, start=1) if stage in stages]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
