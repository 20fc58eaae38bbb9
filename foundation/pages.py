"""Pages: one template a page, blocks for fragments.

``await page(request, "contest/events/list.html", events=…)`` answers the whole page; with ``block="rows"``
an htmx request gets that block alone. What every page needs (language, person, navigation) is put in here;
the packages contribute navigation through ``chrome_sources``, since this module knows none of them.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
from jinja2_fragments import render_block
from litestar import Response
from litestar.datastructures import UploadFile
from litestar.enums import MediaType
from litestar.response import Redirect

from foundation import formats
from foundation.accounts.queries import SignedIn
from foundation.authentication import AppRequest
from foundation.language import current_language, either, gettext, ngettext
from foundation.phrases import done_sentence, sentence
from foundation.problems import Problem
from foundation.requests import page_token, page_token_for

ROOT = Path(__file__).resolve().parent.parent
CSRF_COOKIE = "csrftoken"


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    label: str
    href: str
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """A task in the left navigation with its links."""

    title: str
    items: Sequence[Link]


@dataclass(frozen=True, slots=True)
class PlaceBar:
    """The event (or trade) and its state, always on top."""

    event: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """What surrounds a page."""

    navigation: Sequence[LinkGroup] = ()
    place: PlaceBar | None = None
    roles: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A problem as the page shows it: the sentence, and the field it belongs to."""

    sentence: str
    field: str | None
    severity: str
    code: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a form, and what was wrong with it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    status: int = 200


NOTHING_TYPED = Typed()
ChromeSource = Callable[[AppRequest, SignedIn], Awaitable[Chrome]]
chrome_sources: list[ChromeSource] = []


@cache
def environment() -> jinja2.Environment:
    """The one Jinja2 environment."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(static=static, either=either, formats=formats)
    made.filters.update(formats.FILTERS)
    made.globals["ui"] = _Macros(made)
    return made


class _Macros:
    """``ui.button(…)`` in any template or block: the macros of ui.html, made once a language-free module."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment
        self._module: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._module is None:
            self._module = self._environment.get_template("ui.html").module
        return getattr(self._module, name)


@cache
def static_digest() -> str:
    """A digest over all static files; it stands in their addresses, so that they may be kept for ever."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def static(path: str) -> str:
    """The address of a static file."""
    return f"/static/{static_digest()}/{path}"


async def page(
    request: AppRequest, template: str, /, *, block: str | None = None, typed: Typed = NOTHING_TYPED,
    status: int | None = None, **context: Any,
) -> Response[str]:  # fmt: skip
    """Answer a page, or its ``block`` when htmx asked for a fragment."""
    around = Chrome() if _fragment_wanted(request, block) else await _chrome(request)
    return _answer(request, template, around, block=block, typed=typed, status=status, context=context)


def plain_page(
    request: AppRequest, template: str, /, *, block: str | None = None, typed: Typed = NOTHING_TYPED,
    status: int | None = None, **context: Any,
) -> Response[str]:  # fmt: skip
    """A page without navigation, which asks the database for nothing: for errors."""
    context = {"chrome": "plain", **context}
    return _answer(request, template, Chrome(), block=block, typed=typed, status=status, context=context)


def _answer(
    request: AppRequest, template: str, around: Chrome, *, block: str | None, typed: Typed,
    status: int | None, context: Mapping[str, Any],
) -> Response[str]:  # fmt: skip
    values = {**_surroundings(request, around), **said(typed), **context}
    return Response(
        render(template, values, block=block if _fragment_wanted(request, block) else None),
        media_type=MediaType.HTML,
        status_code=status or typed.status,
        headers={"Cache-Control": "no-store", "Vary": "HX-Request"},
    )


def _fragment_wanted(request: AppRequest, block: str | None) -> bool:
    return block is not None and "hx-request" in request.headers and "hx-boosted" not in request.headers


def render(template: str, context: Mapping[str, Any], *, block: str | None = None) -> str:
    """The text of a template, or of one of its blocks."""
    if block is not None:
        return render_block(environment(), template, block, **context)
    return environment().get_template(template).render(**context)


def said(typed: Typed) -> dict[str, Any]:
    """``values`` and ``problems`` of a form for its template."""
    return {"values": _Kept(typed.values), "problems": [in_words(problem) for problem in typed.problems]}


class _Kept(dict[str, Any]):
    """What was typed; a field that was not typed is empty, a repeated one a tuple, and files are not shown again."""

    def __init__(self, typed: Mapping[str, Any]) -> None:
        for name, value in typed.items():
            if isinstance(value, list):
                self[name] = tuple(each for each in value if not isinstance(each, UploadFile))
            elif not isinstance(value, UploadFile):
                self[name] = value

    def __missing__(self, name: str) -> str:
        return ""


def in_words(problem: Problem) -> Said:
    """A problem with its sentence in the reader's language and its place in words."""
    place = problem.place
    parts = [
        place.sheet or "",
        place.cell or "",
        gettext("row %(row)s") % {"row": place.row} if place.row is not None else "",
        place.column or "",
    ]
    return Said(
        sentence(problem), place.field, problem.severity, problem.code, " · ".join(part for part in parts if part)
    )


def redirect(
    path: str, request: AppRequest | None = None, *, done: str = "", number: int | None = None
) -> Response[Any]:
    """Go on to another page after a form (303), which says what was ``done``, a code with words in a ``phrases.py``,
    to how many; htmx is told by its own header."""
    path = _saying(path, done, number) if done else path
    if request is not None and _fragment_wanted(request, ""):
        return Response("", headers={"HX-Redirect": quote(path, safe="/?&=#%:+,;@~-._")}, status_code=200)
    return Redirect(path, status_code=303)


def _saying(path: str, done: str, number: int | None) -> str:
    before, mark, anchor = path.partition("#")
    said = f"done={done}" + (f"&number={number}" if number is not None else "")
    return f"{before}{'&' if '?' in before else '?'}{said}{mark}{anchor}"


def _surroundings(request: AppRequest, chrome: Chrome) -> dict[str, Any]:
    language = current_language()
    return {
        "language": language,
        "html_lang": "zh-CN" if language == "zh_CN" else "en",
        "csrf_token": _csrf_token(request),
        "me": request.scope.get("user"),
        "my_roles": chrome.roles,
        "request_path": request.url.path,
        "request_url": _address(request),
        "own_address": "" if request.method == "GET" else _address(request),
        "navigation": chrome.navigation,
        "place": chrome.place,
        "breadcrumbs": [],
        "was_done": _was_done(request),
        "chrome": "desk" if request.scope.get("user") else "plain",
    }


def _was_done(request: AppRequest) -> str:
    asked = request.query_params if request.method == "GET" else {}
    return done_sentence(asked.get("done", ""), asked.get("number", ""))


def _address(request: AppRequest) -> str:
    """Where a link back leads: this page, or the page whose form was sent (a form's own address has no page)."""
    url = urlsplit(str(request.url) if request.method == "GET" else request.headers.get("referer", str(request.url)))
    return url.path + (f"?{url.query}" if url.query else "")


async def _chrome(request: AppRequest) -> Chrome:
    if request.user is None:
        return Chrome()
    parts = [await source(request, request.user) for source in chrome_sources]
    return Chrome(
        navigation=[group for part in parts for group in part.navigation if group.items],
        place=next((part.place for part in parts if part.place), None),
        roles=[role for part in parts for role in part.roles],
    )


def _csrf_token(request: AppRequest) -> str:
    """The token of this browser, with the account that the page is made for (see :func:`require_own_page`)."""
    token = page_token(request.scope) or request.cookies.get(CSRF_COOKIE, "")
    me = request.scope.get("user")
    return page_token_for(token, me.account_id if me else None)
