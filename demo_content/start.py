"""Where somebody begins in the demo: who signs in with what, and which pages are worth opening. Facts, no words."""

from dataclasses import dataclass
from datetime import datetime

from contest.events.queries import EventFacts
from contest.officials.phrases import role_name
from contest.officials.roles import Role
from demo_content.event import PASSWORD, actor, divisions, the_event
from demo_content.people import CODE, Plan, read
from foundation.accounts.actions import issue_code, revoke_codes
from foundation.audit.actions import CONSOLE
from foundation.language import either
from foundation.times import now
from judging.marking.queries import sheets_of_division
from judging.marking.queries_plan import plan_of_version
from judging.results.queries_published import publications_of

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
    """Something to try: its code, the page, and whose turn it is."""

    code: str
    path: str = ""
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
    from zoneinfo import ZoneInfo

    assert event.first_day is not None
    number = (now().astimezone(ZoneInfo(event.time_zone)).date() - event.first_day).days + 1
    return number if 1 <= number <= event.competition_days else None


async def _tries() -> list[Try]:
    found: list[Try] = []
    for plan, division in await divisions():
        page = f"/events/{CODE}/divisions/{division.slug}"
        sheets = await sheets_of_division(division.id)
        if "missing" in plan.line:
            missing = await _sheet(plan, "missing") if sheets else None
            if missing is None:
                found.append(Try("open", f"{page}/teams"))
                continue
            found += [Try("sheet", missing), Try("results", f"{page}/results"), Try("close", f"{page}/results/publication")]
        elif plan.trade.get("scheme_state") == "one_approval":
            found.append(Try("approve", f"{page}/scheme/draft/approval", plan.trade["experts"][2][0]))
        elif not plan.trade.get("teams", True):
            found.append(Try("teams", f"{page}/teams", plan.trade["experts"][0][0]))
        elif not sheets:
            continue
        elif "twins" in plan.line:
            found.append(Try("tie", f"{page}/results/ties", plan.trade["experts"][0][0]))
        elif "spread" in plan.line:
            found.append(Try("spread", await _sheet(plan, "spread")))
        elif await publications_of(division.id):
            found.append(Try("published", f"{page}/results"))
        elif plan.line.get("locked_days", 0) == 4 and not plan.line.get("publish"):
            found.append(Try("publish", f"{page}/results/publication"))
    return found


async def _sheet(plan: Plan, what: str) -> str:
    """The address of the sheet that the plan names by entry and sub-criterion."""
    number, code = plan.line[what]
    division = next(each for mine, each in await divisions() if mine.slug == plan.slug)
    for sheet in await sheets_of_division(division.id):
        forms = (await plan_of_version(sheet.scheme_version)).sheets
        if sheet.entry_number == number and forms[sheet.sub_criterion_id].code == code:
            return f"/sheets/{sheet.id}"
    return ""
