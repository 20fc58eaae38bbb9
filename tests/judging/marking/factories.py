"""A division that can be marked: event, trade, experts, entries and a locked scheme, as rows."""

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID, uuid4

from contest.officials.roles import Role
from contest.skills.queries import DivisionFacts, get_division_by_id
from foundation.audit.actions import Actor
from foundation.database import fetch, transaction
from foundation.problems import Problem
from foundation.times import now
from judging.marking.actions import Outcome, enter_mark
from judging.marking.actions_teams import name_team, open_marking
from judging.marking.entering import MarkRequest
from judging.marking.plan import SchemePlan
from judging.marking.queries import SheetFacts, get_sheet
from judging.marking.queries_plan import plan_of_version
from judging.results.queries import division_results
from judging.schemes.scheme import Aspect, Criterion, Descriptor, Scheme, SubCriterion
from judging.schemes.stored import to_stored
from tests.cast import Cast
from tests.factories import make_cast
from tests.judging.marking.aspects import choices, measured, ranges

LADDER = tuple(Descriptor(score, f"step {score}") for score in range(4))


def judgement(maximum: str = "3.00") -> Aspect:
    return Aspect(type="J", description="Finish of the surface", max_mark=Decimal(maximum), descriptors=LADDER)


def small_scheme() -> Scheme:
    """A1: yes/no, count, judgement (day 1); A2: judgement, choice, range, free deduction (day 2)."""
    first = (measured(maximum="1.00"), measured("NUMBER_COMPLETED", "2.00", NUM_POSSIBLE="4"), judgement())
    second = (
        judgement("1.00"), choices("0", "50", "100", maximum="2.00"),
        ranges("100", ("5", "5", "0"), ("10", "10", "50"), maximum="4.00"),
        measured("DEDUCT_STEPS", "2.00", STEP="0.25"),
    )  # fmt: skip
    return Scheme(
        "Small",
        (Criterion("A", "Work", None, (
            SubCriterion("A1", "Base", tuple(replace(each, day=1) for each in first)),
            SubCriterion("A2", "Surface", tuple(replace(each, day=2) for each in second)),
        )),),
    )  # fmt: skip


@dataclass
class Marked:
    """A division with everything marking needs; ``experts`` are expert ids by name of the cast."""

    cast: Cast
    event_id: UUID
    event_code: str
    division: DivisionFacts
    plan: SchemePlan
    delegations: list[UUID]
    entries: dict[str, UUID]
    experts: dict[str, UUID] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return Actor(getattr(self.cast, name), name)

    @property
    def forms(self) -> list[UUID]:
        return list(self.plan.sheets)

    def aspect(self, number: str) -> UUID:
        return next(a.id for s in self.plan.sheets.values() for a in s.aspects if a.number == number)

    async def sheet(self, entry: str = "01", form: int = 0) -> SheetFacts:
        rows = await fetch(
            "SELECT id FROM sheet WHERE entry = $1 AND sub_criterion = $2", self.entries[entry], self.forms[form]
        )
        found = await get_sheet(rows[0]["id"])
        assert found is not None
        return found

    async def enter(
        self,
        sheet: SheetFacts,
        name: str,
        number: str,
        observed: object,
        *,
        version: UUID | None = None,
        **changes: object,
    ) -> Outcome:
        request = ask(self.aspect(number), observed, **changes)
        return await enter_mark(sheet, request, scheme_version=version, device="tablet", by=self.actor(name))


async def mark_of(sheet: SheetFacts) -> Decimal | None:
    """The mark of a sheet as results add it up; None while anything of it is missing or hidden."""
    results = await division_results(sheet.division_id)
    assert results is not None
    line = results.line(sheet.entry_number)
    assert line is not None
    plan = (await plan_of_version(sheet.scheme_version)).sheets[sheet.sub_criterion_id]
    return line.by_sub_criterion[plan.code]


def ask(aspect: UUID, observed: object, **changes: object) -> MarkRequest:
    value = observed if isinstance(observed, Problem) or observed is None else Decimal(str(observed))
    return MarkRequest(**{"client_id": uuid4(), "aspect": aspect, "observed": value, **changes})  # type: ignore[arg-type]


async def insert(table: str, **values: object) -> UUID:
    values.setdefault("id", uuid4())
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    await fetch(f"INSERT INTO {table} ({names}) VALUES ({places})", *values.values())
    return values["id"]  # type: ignore[return-value]


async def make_marked(
    *, scheme: Scheme | None = None, entries: int = 3, opened: bool = True, code: str = "games"
) -> Marked:
    """Erik, Li and Mei mark with Wu as reserve, Erik leads; Chen is Chief Expert, Ines of another trade."""
    cast = await make_cast()
    event = await insert(
        "event", code=code, name_zh="全国赛", name_en="Games", tier="", rule_family="C", rule_document="",
        rule_document_version="", lead_organiser="", venue="", time_zone="Asia/Shanghai", competition_days=4,
        preparation_days=4, created_by=cast.olga, created_at=now(),
    )  # fmt: skip
    await insert("event_state", event=event, position=1, state="running", reason="", by=cast.olga, at=now())
    division = await make_division(event, "17", "网站技术", "Web Technologies")
    other = await make_division(event, "18", "电气装置", "Electrical Installations")
    delegations = [
        await insert("delegation", event=event, code=f"D{n}", name_zh=f"代表团{n}", name_en=f"Province {n}",
                     kind="region", position=n)
        for n in range(1, 10)
    ]  # fmt: skip
    marked = Marked(
        cast,
        event,
        code,
        division,
        await lock_scheme(division.id, scheme or small_scheme(), cast.erik),
        delegations,
        {},
    )
    for name, role in (("olga", Role.ORGANIZER), ("rui", Role.RESULTS_STAFF), ("projector", Role.PROJECTOR)):
        await appoint(marked, name, role)
    await appoint(marked, "ada", Role.ADMINISTRATOR, event=None)
    await appoint(marked, "chen", Role.CHIEF_EXPERT, skill=division.skill.id)
    await appoint(marked, "sun", Role.SUPERVISOR, skill=division.skill.id)
    for number, name in enumerate(("erik", "li", "mei", "wu")):
        marked.experts[name] = await add_expert(marked, name, delegations[number])
    marked.experts["ines"] = await add_expert(marked, "ines", delegations[4], skill=other.skill.id)
    for number in range(1, entries + 1):
        await add_entry(marked, f"{number:02d}", delegations[5 + number % 4])
    if opened:
        await name_teams(marked)
        await open_marking(division, by=marked.actor("chen"))
    return marked


async def name_teams(marked: Marked, *names: str) -> None:
    team = [marked.experts[name] for name in names or ("erik", "li", "mei", "wu")]
    for form in marked.forms:
        await name_team(marked.division, form, team, leader=team[0], by=marked.actor("chen"))


async def make_division(event: UUID, code: str, name_zh: str, name_en: str) -> DivisionFacts:
    skill = await insert(
        "skill", event=event, code=code, name_zh=name_zh, name_en=name_en, kind="official", team_size=1,
        world_skill="", compatriots_allowed=False, compatriots_approval="",
    )  # fmt: skip
    division = await insert(
        "division", event=event, skill=skill, slug=code, code="", name_zh="", name_en="", position=1,
        rule_set="wsc2026",
    )  # fmt: skip
    found = await get_division_by_id(division)
    assert found is not None
    return found


async def appoint(
    marked: Marked, name: str, role: Role, *, skill: UUID | None = None, event: UUID | str | None = ""
) -> None:
    await insert(
        "appointment", account=getattr(marked.cast, name), role=role.value,
        event=marked.event_id if event == "" else event, skill=skill, by=marked.cast.olga, at=now(),
    )  # fmt: skip


async def add_expert(marked: Marked, name: str, delegation: UUID, *, skill: UUID | None = None, unit: str = "") -> UUID:
    skill = skill or marked.division.skill.id
    await appoint(marked, name, Role.EXPERT, skill=skill)
    return await insert("expert", skill=skill, account=getattr(marked.cast, name), delegation=delegation, unit=unit)


async def add_entry(marked: Marked, number: str, delegation: UUID, *, unit: str = "") -> UUID:
    entry = await insert(
        "entry", division=marked.division.id, delegation=delegation, number=number, unit=unit,
        workstation=f"W{number}", guest=False, created_at=now(),
    )  # fmt: skip
    await insert("competitor", entry=entry, position=1, name_zh=f"选手{number}", name_en=f"Competitor {number}")
    marked.entries[number] = entry
    return entry


async def lock_scheme(division: UUID, scheme: Scheme, author: UUID, *, number: int = 1) -> SchemePlan:
    """Save and lock a scheme; sub-criteria and aspects without an id get one."""
    numbered = replace(
        scheme,
        criteria=tuple([replace(c, sub_criteria=tuple([await _with_ids(division, s) for s in c.sub_criteria]))
                        for c in scheme.criteria]),
    )  # fmt: skip
    version = await insert(
        "scheme_version", division=division, number=number, author=author, source_name="", source_sha256="", reason="",
        created_at=now(),
    )  # fmt: skip
    await insert(
        "scheme_revision", scheme_version=version, revision=1, content=json.dumps(to_stored(numbered)), note="",
        by=author, at=now(),
    )  # fmt: skip
    await insert("scheme_lock", scheme_version=version, revision=1, content_sha256="", by=author, at=now())
    return await plan_of_version(version)


async def _with_ids(division: UUID, sub: SubCriterion) -> SubCriterion:
    aspects = [replace(a, id=a.id or await insert("aspect_identity", division=division)) for a in sub.aspects]
    own = sub.id or await insert("sub_criterion_identity", division=division)
    return replace(sub, id=own, aspects=tuple(aspects))


async def fill_sheet(marked: Marked, sheet: SheetFacts, *, score: int = 2) -> None:
    """Enter everything a sheet expects: each judge ``score``, each measurement what gives a mark."""
    values = {"done": 1, "NUMBER_COMPLETED": 3, "CHOICE": 1, "RANGED_SCORE": 100, "DEDUCT_STEPS": 0}
    for planned in marked.plan.sheets[sheet.sub_criterion_id].aspects:
        if planned.aspect.type == "J":
            for name in ("erik", "li", "mei"):
                await marked.enter(sheet, name, planned.number, score)
        else:
            kind = planned.aspect.calculation.type if planned.aspect.calculation else "done"
            await marked.enter(sheet, "li", planned.number, values[kind])


async def in_one_transaction(sql: str, *arguments: object) -> None:
    async with transaction():
        await fetch(sql, *arguments)
