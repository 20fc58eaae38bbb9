"""The stages ``marking`` and ``results``: marks, signatures, locks, a publication, by the app's own actions. No words.

What this does: decide from ``event.json`` which sheets are marked and how far they go, and let the judges enter what
``marks.py`` says they see. What it does not: compute a mark, or write any row itself.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

from contest.entries.actions import record_status
from contest.events.actions import advance_state
from contest.events.states import State
from contest.skills.queries import DivisionFacts
from demo_content import marks
from demo_content.event import Tell, actor, divisions, leader_of, the_event
from demo_content.people import CODE, Plan, read
from foundation.audit.actions import Actor
from judging.marking.actions import enter_marks
from judging.marking.actions_sheets import hand_in, lock_signed_sheets, sign_sheets
from judging.marking.actions_teams import open_marking
from judging.marking.entering import MarkRequest, Refused
from judging.marking.observations import needs_reason
from judging.marking.plan import PlannedAspect, SheetPlan
from judging.marking.queries import SheetFacts, markers_of_sheet, sheets_of_division
from judging.marking.queries_plan import plan_of_version
from judging.results.actions import frozen_of, publish_results
from judging.results.queries_published import readiness
from judging.schemes.queries import get_locked_scheme
from judging.schemes.scheme import Aspect

AT_ONCE = 6
ALL = 1000
RARELY = 25


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of an aspect: the team's one value, or a score of each judge; none: not attempted."""

    planned: PlannedAspect
    values: list[Decimal]


async def build_marking(tell: Tell) -> None:
    """Open marking and mark: whole trades, days, halves of days; sign and lock as far as each trade has come."""
    event, olga = await the_event(), await actor("olga")
    await advance_state(event.id, State.RUNNING, by=olga)
    for plan, division in await divisions():
        if plan.line.get("marked_days"):
            tell(f"marking {division.title}")
            await _mark_division(plan, division)


async def build_results(tell: Tell) -> None:
    """Lock what is signed and publish where the plan says so."""
    event, rui = await the_event(), await actor("rui")
    for plan, division in await divisions():
        if plan.line.get("publish"):
            tell(f"publishing {division.title}")
            await _lock(plan, division, await sheets_of_division(division.id), plan.line["locked_days"])
            ready, scheme = await readiness(division.id), await get_locked_scheme(division.id)
            assert ready.shown is not None
            assert scheme is not None
            frozen = frozen_of(event, division, ready.shown, scheme)
            await publish_results(event, division, seen_digest=frozen.sha256, by=rui)


async def _mark_division(plan: Plan, division: DivisionFacts) -> None:
    chief = await actor(plan.trade["experts"][0][0])
    await open_marking(division, by=chief)
    sheets = await sheets_of_division(division.id)
    for number in plan.line.get("absent", ()):
        await record_status(_entry(sheets, number), "absent", by=chief)
    hall = _Hall(plan, (await plan_of_version(sheets[0].scheme_version)).sheets, sheets)
    queue = asyncio.Queue[SheetFacts]()
    for sheet in sorted(sheets, key=lambda each: (each.entry_number, hall.forms[each.sub_criterion_id].code)):
        if hall.is_marked(sheet):
            queue.put_nowait(sheet)
    await asyncio.gather(*(_work_off(queue, hall) for _ in range(AT_ONCE)))
    for number, reason in plan.line.get("withdrawn", {}).items():
        if any(sheet.entry_number == number for sheet in sheets):
            await record_status(_entry(sheets, number), "withdrawn", reason=reason, by=chief)
    sheets = await sheets_of_division(division.id)
    await _sign(plan, sheets)
    if not plan.line.get("publish"):
        await _lock(plan, division, await sheets_of_division(division.id), plan.line.get("locked_days", 0))


async def _work_off(queue: "asyncio.Queue[SheetFacts]", hall: "_Hall") -> None:
    while not queue.empty():
        await hall.mark(queue.get_nowait())


def _entry(sheets: Sequence[SheetFacts], number: str) -> UUID:
    return next(sheet.entry_id for sheet in sheets if sheet.entry_number == number)


class _Hall:
    """A division while it is marked: who marks what, and how well each entry works."""

    def __init__(self, plan: Plan, forms: Mapping[UUID, SheetPlan], sheets: Sequence[SheetFacts]) -> None:
        self.plan, self.forms = plan, forms
        self.reason = read("people.json")["reason"]
        numbers = sorted({sheet.entry_number for sheet in sheets})
        levels = marks.levels_of(len(numbers), Random(f"{CODE} {plan.slug} levels"))
        self.levels = dict(zip(numbers, levels, strict=True)) | dict(plan.line.get("levels", {}))

    def is_marked(self, sheet: SheetFacts) -> bool:
        """Whether judges have come to this sheet: by its day, and on the day after, the first of the entries."""
        line, number = self.plan.line, sheet.entry_number
        if number in line.get("absent", ()) or self._is(sheet, "missing"):
            return False
        day, done = sheet.day or 1, line["marked_days"]
        if number in line.get("withdrawn", {}) and day > 2:
            return False
        started = sorted(self.levels).index(number) * ALL < line.get("today_share", 0) * len(self.levels)
        return day <= done or (day == done + 1 and started)

    async def mark(self, sheet: SheetFacts) -> None:
        """Let the three judges of a sheet enter what they see, and hand in."""
        seen = self._seen(sheet)
        for place, marker in enumerate(await markers_of_sheet(sheet.id)):
            judge = Actor(marker.account_id, marker.name_zh)
            requests = [request for each in seen for request in self._requests(each, place)]
            if requests:
                outcomes = await enter_marks(
                    sheet, requests, scheme_version=sheet.scheme_version, device=f"tablet-{place + 1}", by=judge
                )
                refused = [each for each in outcomes if isinstance(each, Refused)]
                assert not refused, refused
            if not self._is(sheet, "spread"):
                await hand_in(sheet, by=judge)

    def _seen(self, sheet: SheetFacts) -> list[Seen]:
        form = self.forms[sheet.sub_criterion_id]
        first, second = self.plan.line.get("twins", ("", ""))
        twin = sheet.entry_number == second
        seen = self._look(form, first if twin else sheet.entry_number)
        if twin:
            moved = marks.turned([(each.planned.aspect, each.values) for each in seen])
            seen = [Seen(each.planned, values) for each, values in zip(seen, moved, strict=True)]
        if self._is(sheet, "spread"):
            place = next(i for i, each in enumerate(seen) if each.planned.aspect.type == "J")
            apart = marks.far_apart([int(value) for value in seen[place].values])
            seen[place] = Seen(seen[place].planned, [Decimal(score) for score in apart])
        return seen

    def _look(self, form: SheetPlan, number: str) -> list[Seen]:
        rng = Random(f"{CODE} {self.plan.slug} {number} {form.code}")
        hard = self.plan.line.get("hard", {}).get(form.code, ALL)
        level = marks.on_the_day(self.levels[number], rng, hard=hard)
        return [Seen(each, self._values(each.aspect, level, rng)) for each in form.aspects]

    def _values(self, aspect: Aspect, level: int, rng: Random) -> list[Decimal]:
        if aspect.type == "J":
            return [Decimal(score) for score in marks.scores(level, rng)]
        if level < ALL // 2 and rng.randrange(ALL) < RARELY:
            return []
        return [marks.seen(aspect, level, rng)]

    def _requests(self, seen: Seen, place: int) -> list[MarkRequest]:
        """The requests of the judge on ``place``: his own scores; the first enters the team's values."""
        aspect = seen.planned.aspect
        if aspect.type == "J":
            return [MarkRequest(uuid4(), seen.planned.id, observed=seen.values[place])]
        if place:
            return []
        if not seen.values:
            return [MarkRequest(uuid4(), seen.planned.id, kind="not_attempted")]
        value = seen.values[0]
        reason = self.reason if needs_reason(aspect, value) else None
        return [MarkRequest(uuid4(), seen.planned.id, observed=value, reason_code=reason, confirmed=True)]

    def _is(self, sheet: SheetFacts, what: str) -> bool:
        number, code = self.plan.line.get(what, ("", ""))
        return sheet.entry_number == number and self.forms[sheet.sub_criterion_id].code == code


async def _sign(plan: Plan, sheets: Sequence[SheetFacts]) -> None:
    """The leader signs what is complete, day by day as far as the plan says."""
    last = plan.line.get("signed_days", 0)
    seen = {sheet.id: sheet.position for sheet in sheets if sheet.complete and (sheet.day or 1) <= last}
    if seen:
        await sign_sheets(seen, by=await leader_of(plan))


async def _lock(plan: Plan, division: DivisionFacts, sheets: Sequence[SheetFacts], last: int) -> None:
    """The Chief Expert locks what is signed, up to the day ``last``."""
    signed = [sheet.id for sheet in sheets if sheet.state == "signed" and (sheet.day or 1) <= last]
    if signed:
        await lock_signed_sheets(signed, by=await actor(plan.trade["experts"][0][0]))
