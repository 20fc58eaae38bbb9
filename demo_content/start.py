"""Where somebody begins in the demo: who signs in with what, and which pages are worth opening. Facts, no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from contest.events.queries import EventFacts
from contest.officials.phrases import role_name
from contest.officials.roles import Role
from contest.skills.queries import DivisionFacts
from demo_content.event import PASSWORD, actor, divisions, the_event
from demo_content.people import CODE, Plan, read
from foundation.accounts.actions import issue_code, revoke_codes
from foundation.audit.actions import CONSOLE
from foundation.language import either
from foundation.times import now
from judging.marking.queries import SheetFacts, sheets_of_division
from judging.marking.queries_plan import plan_of_version
from judging.results.queries import division_results
from judging.results.queries_published import publications_of, readiness
from judging.schemes.queries import approvals_of, get_draft

CAST = ("olga", "chen", "erik", "li", "mei", "wu", "ines", "sun", "rui", "ada", "projector")


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast with a fresh one-time code."""

    user_name: str
    name_zh: str
    name_en: str
    role: Role
    trade_zh: str
    trade_en: str
    secret: str

    def office(self) -> str:
        """What he is, and where."""
        return f"{role_name(self.role)} {either(self.trade_zh, self.trade_en)}".strip()


@dataclass(frozen=True, slots=True)
class Try:
    """Something to try: its code, the page, the trade, and whose turn it is."""

    code: str
    path: str
    where: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """All of it. ``today_is`` is the number of today's competition day, None when they are over or to come."""

    event: EventFacts
    password: str
    today_is: int | None
    people: tuple[Person, ...]
    tries: tuple[Try, ...]


async def read_start(expires: datetime) -> Start:
    """The cast with new codes (the earlier ones are worthless from now on), and what to try at this stage."""
    event = await the_event()
    people = [await _person(each, event, expires) for each in _cast()]
    return Start(event, PASSWORD, _day_of(event), tuple(people), tuple(await _tries()))


def _cast() -> list[tuple[str, str, str, str, str, str]]:
    """User name, names, role and trade of the cast, in its order."""
    content = read("event.json")
    everybody = [(*each, "", "") for each in content["people"]]
    for trade in content["trades"]:
        everybody += [(*each[:4], trade["name_zh"], trade["name_en"]) for each in trade["experts"]]
    by_name = {each[0]: each for each in everybody}
    return [by_name[name] for name in CAST]


async def _person(line: tuple[str, str, str, str, str, str], event: EventFacts, expires: datetime) -> Person:
    user_name, zh, en, role, trade_zh, trade_en = line
    account = (await actor(user_name)).account_id
    assert account is not None
    await revoke_codes(account, by=CONSOLE, scope=event.id)
    code = await issue_code(account, kind="card", expires_at=expires, by=CONSOLE, scope=event.id)
    return Person(user_name, zh, en, Role(role), trade_zh, trade_en, code.secret)


def _day_of(event: EventFacts) -> int | None:
    assert event.first_day is not None
    number = (now().astimezone(ZoneInfo(event.time_zone)).date() - event.first_day).days + 1
    return number if 1 <= number <= event.competition_days else None


async def _tries() -> list[Try]:
    found: list[Try] = []
    for plan, division in await divisions():
        page = f"/events/{CODE}/divisions/{division.slug}"
        for code, path, who in await _open_in(plan, division, page):
            found.append(Try(code, path, division.title, who))
    return found


async def _open_in(plan: Plan, division: DivisionFacts, page: str) -> list[tuple[str, str, str]]:
    """What waits in a division now: code, page and whose turn it is; nothing where nothing is worth showing."""
    chief, _, second, *_ = [each[0] for each in plan.trade["experts"]]
    if await publications_of(division.id):
        return [("published", f"{page}/results", "")]
    if draft := await get_draft(division.id):
        approved = {each.capacity for each in await approvals_of(draft.id, draft.revision)}
        code, who = ("lock", chief) if "second" in approved else ("approve", second)
        return [(code, f"{page}/scheme/draft/approval", who)]
    sheets = await sheets_of_division(division.id)
    if not sheets:
        return [_before_marking(plan, page, chief)]
    if waiting := [sheet for sheet in sheets if sheet.open_spreads]:
        return [("spread", waiting[0].href, "")]
    if "missing" in plan.line:
        last = await _named_sheet(plan, sheets)
        steps = [("results", f"{page}/results", ""), ("close", f"{page}/results/publication", "")]
        return steps if last.complete else [("sheet", last.href, ""), *steps]
    if (await readiness(division.id)).points:
        results = await division_results(division.id)
        return [("tie", f"{page}/results/ties", chief)] if results and results.pending else []
    return [("publish", f"{page}/results/publication", "")]


def _before_marking(plan: Plan, page: str, chief: str) -> tuple[str, str, str]:
    """Teams to be named, or marking to be opened."""
    if plan.trade.get("teams", True):
        return "open", f"{page}/marking", chief
    return "teams", f"{page}/teams", chief


async def _named_sheet(plan: Plan, sheets: Sequence[SheetFacts]) -> SheetFacts:
    """The one sheet that the plan leaves to the visitors."""
    number, code = plan.line["missing"]
    forms = (await plan_of_version(sheets[0].scheme_version)).sheets
    return next(
        sheet for sheet in sheets if sheet.entry_number == number and forms[sheet.sub_criterion_id].code == code
    )
