"""One event on its way from 草拟 to 归档, taken from stage to stage by the app's own verbs.

The stages are the columns of ``docs/access.md``. Whoever asks is one of ``PEOPLE``: everybody a route may be for,
and those it is never for.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

from contest.entries.details import MemberDetails
from contest.events.actions import advance_state, announce_event
from contest.events.queries import EventFacts, get_event_by_id
from contest.events.states import ORDER, State
from contest.officials.actions import appoint
from contest.officials.roles import Role
from contest.people.queries import experts_of_skill
from contest.skills.details import DivisionDetails
from contest.skills.queries import DivisionFacts, divisions_of_skill
from foundation.audit.actions import CONSOLE, Actor
from foundation.database import fetch
from judging.marking.actions import Receipt, enter_mark
from judging.marking.actions_sheets import lock_all_signed, sign_sheets
from judging.marking.actions_teams import name_team, open_marking
from judging.marking.entering import MarkRequest
from judging.marking.queries import SheetFacts, get_sheet
from judging.results.actions import decide_tie, frozen_of, publish_results
from judging.results.queries_published import readiness
from judging.schemes.actions import approve_scheme, lock_scheme, save_draft
from judging.schemes.queries import get_draft, get_locked_scheme
from judging.schemes.scheme import Aspect, Criterion, Descriptor, Scheme, Section, SubCriterion
from tests.factories import make_account, make_delegations, make_entry, make_event, make_expert, make_skill

STAGES = ("drafted", "announced", "running", "open", "entered", "signed", "locked", "published", "archived")

PEOPLE = {
    "olga": "organizer", "rui": "results staff", "chen": "Chief Expert", "dai": "deputy", "erik": "leader",
    "li": "marker", "wu": "Expert", "ines": "Expert elsewhere", "sun": "supervisor", "projector": "projector",
    "ada": "administrator", "paul": "nobody",
}  # fmt: skip

OFFICES = {
    "rui": Role.RESULTS_STAFF, "projector": Role.PROJECTOR, "chen": Role.CHIEF_EXPERT,
    "dai": Role.DEPUTY_CHIEF_EXPERT, "sun": Role.SUPERVISOR,
}  # fmt: skip
OF_THE_EVENT = (Role.RESULTS_STAFF, Role.PROJECTOR)
EXPERTS = ("erik", "li", "mei", "wu")


@dataclass
class World:
    """The event as it stands at ``stage``. Mei writes the scheme; Erik, Li and Mei mark, Erik leads; 03 and 04 are
    equal in everything. Skill 99 with its divisions, delegation ``SPARE`` and entry 09 are there to be deleted."""

    accounts: dict[str, UUID]
    event: EventFacts
    division: DivisionFacts
    delegations: dict[str, UUID]
    experts: dict[str, UUID] = field(default_factory=dict)
    entries: dict[str, UUID] = field(default_factory=dict)
    stage: str = STAGES[0]
    litter: list[Path] = field(default_factory=list)

    @property
    def division_href(self) -> str:
        return f"{self.event.href}/divisions/{self.division.slug}"

    def actor(self, name: str) -> Actor:
        return Actor(self.accounts[name], name)

    async def advance(self) -> None:
        """Take everything to the next stage."""
        self.stage = STAGES[STAGES.index(self.stage) + 1]
        await STEPS[self.stage](self)
        found = await get_event_by_id(self.event.id)
        assert found is not None
        self.event = found

    async def step_to(self, target: State) -> None:
        """Forward through the states of the event, one by one (T-03)."""
        while True:
            found = await get_event_by_id(self.event.id)
            assert found is not None
            if found.state is target:
                return
            following = ORDER[ORDER.index(found.state) + 1]
            if following is State.ANNOUNCED:
                await announce_event(self.event.id, by=self.actor("olga"))
            else:
                await advance_state(self.event.id, following, by=self.actor("olga"))

    async def sheet(self, entry: str, code: str) -> SheetFacts | None:
        """The sheet of a competitor for a sub-criterion; None before marking is open."""
        for row in await fetch("SELECT id, sub_criterion FROM sheet WHERE entry = $1", self.entries[entry]):
            if row["sub_criterion"] == self.sub(code).id:
                return await get_sheet(row["id"])
        return None

    def sub(self, code: str) -> SubCriterion:
        return next(each for each in SCHEME.sub_criteria() if each.code == code)

    async def enter(self, name: str, entry: str, number: str, observed: int) -> None:
        """One mark as the tablet sends it; ``number`` like ``A1.2``."""
        code, _, place = number.partition(".")
        sheet = await self.sheet(entry, code)
        assert sheet is not None
        wanted = MarkRequest(uuid4(), self.sub(code).aspects[int(place) - 1].id, observed=Decimal(observed))
        found = await enter_mark(sheet, wanted, scheme_version=None, device="tablet", by=self.actor(name))
        assert isinstance(found, Receipt), found


    async def decide_tie(self) -> None:
        equal = [self.entries["03"], self.entries["04"]]
        await decide_tie(self.event, self.division, entries=equal, reason="module A", by=self.actor("chen"))


def _scheme() -> Scheme:
    steps = tuple(Descriptor(score, f"step {score}") for score in range(4))
    measured = [
        Aspect("M", f"measured {n}", Decimal(mark), "1", day=1, id=uuid4()) for n, mark in enumerate(("40", "30"))
    ]
    judged = Aspect("J", "judged", Decimal(30), "1", descriptors=steps, day=1, id=uuid4())
    subs = (SubCriterion("A1", "Base", (measured[0], judged), uuid4()), SubCriterion("A2", "Top", measured[1:], uuid4()))
    subs = tuple(replace(each, aspects=tuple(each.aspects)) for each in subs)
    return Scheme("Trade", (Criterion("A", "Work", Decimal(100), subs),), (Section("1", "All", Decimal(100)),), Decimal(100))


SCHEME = _scheme()


async def make_world() -> World:
    """The first stage: 草拟, with trades, people and competitors, and no scheme yet."""
    accounts = {name: await make_account(name) for name in (*PEOPLE, "mei", "spare", "second")}
    olga = accounts["olga"]
    event_id = await make_event(olga)
    await appoint(accounts["ada"], Role.ADMINISTRATOR, event_id=None, by=CONSOLE)
    made = await make_skill(event_id, olga, "17", divisions=(DivisionDetails(rule_set="cn-medals"),))
    other = await make_skill(event_id, olga, "18", name_zh="电气装置", world_skill="18")
    groups = (DivisionDetails("A", "甲组", "A"), DivisionDetails("B", "乙组", "B"))
    await make_skill(event_id, olga, "99", name_zh="备用", world_skill="", divisions=groups)
    event = await get_event_by_id(event_id)
    assert event is not None
    division = (await divisions_of_skill(made.id))[0]
    world = World(accounts, event, division, await make_delegations(event_id, olga, "D1", "D2", "D3", "D4", "SPARE"))
    for name, role in OFFICES.items():
        skill = None if role in OF_THE_EVENT else made.id
        await appoint(accounts[name], role, event_id=event_id, skill_id=skill, by=CONSOLE)
    for number, name in enumerate((*EXPERTS, "spare")):
        delegation = world.delegations[f"D{number % 2 + 1}"]
        await make_expert(made.id, name, olga, delegation_id=delegation)
    world.experts = {each.user_name: each.id for each in await experts_of_skill(made.id)}
    await make_expert(other.id, "ines", olga)
    for number in ("01", "02", "03", "04", "09"):
        delegation = world.delegations[f"D{int(number) % 2 + 3}"]
        people = (MemberDetails(f"选手{number}", f"Competitor {number}", date(2006, 5, int(number))),)
        world.entries[number] = await make_entry(division.id, delegation, olga, number, members=people)
    return world


async def _announced(world: World) -> None:
    await world.step_to(State.REGISTRATION)
    await save_draft(world.division, SCHEME, by=world.actor("mei"))


async def _running(world: World) -> None:
    await world.step_to(State.RUNNING)
    await approve_scheme(world.division, seen_revision=1, capacity="chief", by=world.actor("chen"))
    await approve_scheme(world.division, seen_revision=1, capacity="second", by=world.actor("li"))
    await lock_scheme(world.division, seen_revision=1, by=world.actor("chen"))
    team = [world.experts[name] for name in ("erik", "li", "mei")]
    for sub in SCHEME.sub_criteria():
        assert sub.id
        await name_team(world.division, sub.id, team, leader=team[0], by=world.actor("chen"))


async def _open(world: World) -> None:
    await open_marking(world.division, by=world.actor("chen"))
    for name in ("erik", "li", "mei"):
        await world.enter(name, "02", "A1.2", 2)


async def _entered(world: World) -> None:
    for number, done in (("01", 1), ("02", 0), ("03", 1), ("04", 1), ("09", 0)):
        await world.enter("li", number, "A1.1", done)
        await world.enter("li", number, "A2.1", 1)
        for name in ("erik", "li", "mei"):
            if number != "02":
                await world.enter(name, number, "A1.2", 3 if number in ("01", "09") else 1)


async def _signed(world: World) -> None:
    rows = await fetch("SELECT id, position FROM sheet WHERE division = $1", world.division.id)
    await sign_sheets({row["id"]: row["position"] for row in rows}, by=world.actor("erik"))


async def _locked(world: World) -> None:
    await lock_all_signed(world.division.id, by=world.actor("chen"))


async def _published(world: World) -> None:
    await world.decide_tie()
    digest = await publishing_digest(world)
    await publish_results(world.event, world.division, seen_digest=digest, by=world.actor("rui"))
    await world.step_to(State.RESULTS_POSTED)


async def _archived(world: World) -> None:
    await world.step_to(State.ARCHIVED)


STEPS: dict[str, Callable[[World], Awaitable[None]]] = {
    "announced": _announced, "running": _running, "open": _open, "entered": _entered, "signed": _signed,
    "locked": _locked, "published": _published, "archived": _archived,
}  # fmt: skip


async def publishing_digest(world: World) -> str:
    """What the publishing form carries now; empty where nothing can be published."""
    ready, scheme = await readiness(world.division.id), await get_locked_scheme(world.division.id)
    if ready.shown is None or scheme is None:
        return ""
    return frozen_of(world.event, world.division, ready.shown, scheme).sha256


async def draft_revision(world: World) -> int:
    """The revision of the draft; 0 where there is none."""
    draft = await get_draft(world.division.id)
    return draft.revision if draft else 0
