"""A trade with its people, and a small scheme that may be approved."""

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID, uuid4

from contest.officials.actions import appoint
from contest.officials.roles import Role
from contest.skills.queries import DivisionFacts, get_division_by_id
from foundation.audit.actions import CONSOLE, Actor
from foundation.database import fetch
from foundation.times import now
from judging.schemes.actions import approve_scheme, lock_scheme, save_draft
from judging.schemes.queries import LockedScheme, get_draft
from judging.schemes.scheme import Aspect, Calculation, Criterion, Descriptor, Parameter, Scheme, Section, SubCriterion
from tests.cast import Cast
from tests.factories import make_cast

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Stage:
    cast: Cast
    event_code: str
    division: DivisionFacts
    other: DivisionFacts

    @property
    def home(self) -> str:
        return f"/events/{self.event_code}/divisions/{self.division.slug}/scheme"


def actor(account_id: UUID) -> Actor:
    return Actor(account_id, "somebody")


async def make_stage() -> Stage:
    """An event with two trades: 17 with Chen, Erik, Li, Mei; 08 with Ines; Sun, Rui and Olga for the whole."""
    cast = await make_cast()
    event_id, code = uuid4(), f"e{uuid4().hex[:8]}"
    await fetch(
        "INSERT INTO event (id, code, name_zh, name_en, tier, rule_family, rule_document, rule_document_version,"
        " lead_organiser, venue, time_zone, competition_days, preparation_days, created_by, created_at)"
        " VALUES ($1, $2, '测试赛', 'Test contest', '', 'C', '', '', '', '', 'Asia/Shanghai', 4, 4, $3, $4)",
        event_id, code, cast.olga, now(),
    )  # fmt: skip
    await fetch(
        "INSERT INTO event_state (id, event, position, state, reason, by, at)"
        " VALUES ($1, $2, 1, 'draft', '', $3, $4)",
        uuid4(), event_id, cast.olga, now(),
    )  # fmt: skip
    web, web_division = await _trade(event_id, "17", "网站技术", "Web Technologies")
    other, other_division = await _trade(event_id, "08", "木工", "Carpentry")
    for person, role, skill in (
        (cast.olga, Role.ORGANIZER, None), (cast.rui, Role.RESULTS_STAFF, None), (cast.sun, Role.SUPERVISOR, None),
        (cast.chen, Role.CHIEF_EXPERT, web), (cast.wu, Role.DEPUTY_CHIEF_EXPERT, web), (cast.erik, Role.EXPERT, web),
        (cast.li, Role.EXPERT, web), (cast.mei, Role.EXPERT, web), (cast.ines, Role.EXPERT, other),
    ):  # fmt: skip
        await appoint(person, role, event_id=event_id, skill_id=skill, by=CONSOLE)
    await appoint(cast.ada, Role.ADMINISTRATOR, event_id=None, by=CONSOLE)
    return Stage(cast, code, await _facts(web_division), await _facts(other_division))


async def _trade(event_id: UUID, code: str, name_zh: str, name_en: str) -> tuple[UUID, UUID]:
    skill_id, division_id = uuid4(), uuid4()
    await fetch(
        "INSERT INTO skill (id, event, code, name_zh, name_en, kind, team_size, world_skill, compatriots_allowed,"
        " compatriots_approval) VALUES ($1, $2, $3, $4, $5, 'official', 1, '', false, '')",
        skill_id, event_id, code, name_zh, name_en,
    )  # fmt: skip
    await fetch(
        "INSERT INTO division (id, event, skill, slug, code, name_zh, name_en, position, rule_set)"
        " VALUES ($1, $2, $3, $4, '', '', '', 1, 'wsc2026')",
        division_id, event_id, skill_id, code,
    )  # fmt: skip
    return skill_id, division_id


async def _facts(division_id: UUID) -> DivisionFacts:
    found = await get_division_by_id(division_id)
    assert found is not None
    return found


def measurement(text: str = "Table is level", mark: str = "50", **changes: object) -> Aspect:
    return replace(Aspect("M", text, Decimal(mark), "1", day=1), **changes)


def judgement(text: str = "Overall finish", mark: str = "50", **changes: object) -> Aspect:
    steps = tuple(Descriptor(score, f"step {score}") for score in range(4))
    return replace(Aspect("J", text, Decimal(mark), "1", descriptors=steps, day=1), **changes)


def small_scheme(*aspects: Aspect) -> Scheme:
    """One criterion, one sub-criterion, 100 marks: a measurement and a judgement aspect unless said otherwise."""
    sub = SubCriterion("A1", "First module", aspects or (measurement(), judgement()))
    return Scheme("Test", (Criterion("A", "Work", HUNDRED, (sub,)),), (Section("1", "All", HUNDRED),), HUNDRED)


RANGED = Calculation(
    "RANGED_SCORE",
    {
        "TARGET_VALUE": Parameter(Decimal(100)),
        "RANGE1_LOWER": Parameter(Decimal(0)),
        "RANGE1_UPPER": Parameter(Decimal(0)),
        "RANGE1_DEDUCTION": Parameter(Decimal(0)),
    },
)


async def locked_stage(stage: Stage, scheme: Scheme | None = None) -> LockedScheme:
    """Draft by Erik, approved by Chen and Li, locked by Chen."""
    cast, division = stage.cast, stage.division
    draft = await get_draft(division.id)
    saved = await save_draft(
        division, scheme or small_scheme(), by=actor(cast.erik), seen_revision=draft.revision if draft else 0,
        reason="a mistake",
    )  # fmt: skip
    await approve_scheme(division, seen_revision=saved.revision, capacity="chief", by=actor(cast.chen))
    await approve_scheme(division, seen_revision=saved.revision, capacity="second", by=actor(cast.li))
    return await lock_scheme(division, seen_revision=saved.revision, by=actor(cast.chen))
