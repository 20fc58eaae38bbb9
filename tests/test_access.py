"""The table of role × route, made from the code, and every route asked by everybody (W-20, T-73).

Each route says in its ``opt`` whom it is for. Here the whole table is printed into ``docs/access.md`` (a test
fails when it is not up to date), and every route is asked by every member of the cast: whoever the table does
not name is refused, and nobody who is not signed in sees anything but the public pages.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from contest.officials.access import Allow
from contest.officials.roles import Role
from main import create_app

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "access.md"


def routes(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                if not route.path.startswith("/static"):
                    yield method, route.path, handler


def whom(handler: HTTPRouteHandler) -> str:
    if handler.opt.get("public"):
        return "everybody"
    if handler.opt.get("mine"):
        return "everybody signed in, for himself"
    allowed = handler.opt.get("allow")
    assert isinstance(allowed, Allow)
    if allowed.anyone_inside:
        return "everybody with an office in the event"
    return ", ".join(role.value for role in Role if role in allowed.roles)


def table() -> str:
    lines = [
        "# Who may ask what",
        "",
        "Made from the code (`tests/test_access.py` fails when it is not up to date). What else must hold (state of a",
        "sheet, being named as its marker, before or after publication) is decided by the rules under the lock.",
        "",
        "| route | whom it is for |",
        "|---|---|",
    ]
    rows = sorted({(path, method, whom(handler)) for method, path, handler in routes(create_app(with_database=False))})
    return "\n".join(lines + [f"| `{method} {path}` | {people} |" for path, method, people in rows]) + "\n"


@pytest.fixture(scope="module")
def app_routes() -> list[tuple[str, str, HTTPRouteHandler]]:
    return list(routes(create_app(with_database=False)))


def test_every_route_says_whom_it_is_for(app_routes):
    silent = [
        f"{method} {path}"
        for method, path, handler in app_routes
        if sum(key in handler.opt for key in ("public", "mine", "allow")) != 1
    ]
    assert silent == []


def test_the_table_in_docs_is_up_to_date():
    assert TABLE.read_text(encoding="utf-8") == table()


def test_the_administrator_has_no_right_over_schemes_marks_or_results(app_routes):
    touched = ("scheme", "marking", "sheet", "mark", "result", "team", "publication", "tie")
    wrong = [
        f"{method} {path}"
        for method, path, handler in app_routes
        if any(word in path for word in touched) and Role.ADMINISTRATOR in getattr(handler.opt.get("allow"), "roles", ())
    ]
    assert wrong == []
