"""The table of role × route, made from the code, and every route asked by everybody (W-20, T-73).

Each route says in its ``opt`` whom it is for. Here the whole table is printed into ``docs/access.md`` (a test
fails when it is not up to date), and every route is asked by every member of the cast: whoever the table does
not name is refused, and nobody who is not signed in sees anything but the public pages.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from uuid import uuid4

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from contest.officials.access import Allow
from contest.officials.queries import get_standing
from contest.officials.roles import Role, Standing
from judging.marking.queries import SheetFacts
from main import create_app
from tests.browsing import Browsing
from tests.cast import Cast
from tests.judging.marking.factories import Marked, make_marked

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
    named = ", ".join(role.value for role in Role if role in allowed.roles)
    if allowed.narrowed == "named":
        return f"{named} (an Expert: where he is named)"
    if not allowed.anyone_inside:
        return named
    inside = "everybody with an office in the event"
    if allowed.narrowed == "published":
        return f"{inside}, once published" + (f"; before it {named}" if named else "")
    return inside


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


STAND_INS = {"kind": "csv", "code": "A", "number:str": "01", "number:int": "1", "role": "expert", "table": "entries"}


def address(path: str, marked: Marked, sheet: SheetFacts) -> str:
    """``path`` with the world's own names; an id of something that is not there is random."""
    known = {
        "event_code": marked.event_code,
        "slug": marked.division.slug,
        "skill_code": marked.division.skill.code,
        "sheet_id": str(sheet.id),
        "aspect_id": str(marked.aspect("A1.1")),
        **STAND_INS,
    }

    def fill(found: re.Match[str]) -> str:
        name, kind = found.groups()
        return known.get(f"{name}:{kind}") or known.get(name) or (str(uuid4()) if kind == "uuid" else "x")

    return re.sub(r"\{(\w+):(\w+)\}", fill, path)


def held(path: str, standing: Standing, marked: Marked) -> frozenset[Role]:
    """The roles that count at the path: those of the trade, of anywhere in the event, or of the house."""
    if any(name in path for name in ("{slug", "{skill_code", "{sheet_id")):
        return standing.in_skill(marked.event_id, marked.division.skill.id)
    return standing.anywhere_in(marked.event_id) if "{event_code" in path else standing.in_house()


def may(handler: HTTPRouteHandler, path: str, standing: Standing, marked: Marked) -> bool:
    allowed = handler.opt["allow"]
    if "{event_code" in path and not standing.anywhere_in(marked.event_id):
        return False
    roles = held(path, standing, marked)
    return bool(roles & allowed.roles) or (allowed.anyone_inside and bool(standing.anywhere_in(marked.event_id)))


@pytest.mark.parametrize("person", [each.name for each in fields(Cast)])
async def test_every_route_refuses_whom_the_table_does_not_name(db: None, browsing: Browsing, app_routes, person: str):
    marked = await make_marked()
    sheet = await marked.sheet()
    account = getattr(marked.cast, person)
    standing = await get_standing(account)
    client = await browsing.as_(account)
    wrong = []
    for method, path, handler in app_routes:
        if "allow" not in handler.opt:
            continue
        if may(handler, path, standing, marked):
            if method != "GET" or path.endswith("/live"):
                continue
            answer = await client.get(address(path, marked, sheet))
            narrowed = handler.opt["allow"].narrowed and answer.status_code in (403, 404)
            if answer.status_code >= 500 or (answer.status_code == 403 and not narrowed):
                wrong.append(f"{method} {path} answers {answer.status_code}")
        else:
            answer = await client.request(method, address(path, marked, sheet))
            if answer.status_code not in (400, 403, 404):  # 400: refused before anything was looked at
                wrong.append(f"{method} {path} lets {person} in: {answer.status_code}")
    assert wrong == []


async def test_nobody_gets_anything_without_signing_in(db: None, browsing: Browsing, app_routes):
    marked = await make_marked()
    sheet = await marked.sheet()
    client = await browsing.anonymous()
    wrong = []
    for method, path, handler in app_routes:
        if handler.opt.get("public"):
            continue
        answer = await client.request(method, address(path, marked, sheet))
        if answer.status_code not in (303, 401) or "/sign-in" not in answer.headers.get("location", "/sign-in"):
            wrong.append(f"{method} {path} answers {answer.status_code}")
    assert wrong == []
