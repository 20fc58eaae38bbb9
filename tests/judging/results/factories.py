"""A marked division written straight into the tables: a scheme of a few aspects, entries, sheets and marks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID, uuid4

from contest.events.queries import EventFacts, get_event_by_id
from contest.officials.actions import add_appointment
from contest.officials.roles import Role
from contest.skills.queries import DivisionFacts, get_division_by_id
from foundation.audit.actions import CONSOLE
from foundation.database import fetch, transaction
from foundation.times import now
from judging.schemes.scheme import Aspect, Criterion, Descriptor, Scheme, SubCriterion
from judging.schemes.stored import to_stored
from tests.cast import Cast
from tests.factories import make_cast

HASH = "0" * 64


@dataclass
class World:
    """An event with one division, and the cast in office."""

    event: EventFacts
    division: DivisionFacts
    cast: Cast
    scheme: Scheme
    scheme_version: UUID
    experts: dict[str, UUID]
    entries: dict[str, UUID] = field(default_factory=dict)
    sheets: dict[tuple[str, str], UUID] = field(default_factory=dict)
    written: dict[tuple[UUID, UUID, int, int], int] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"/events/{self.event.code}/divisions/{self.division.slug}"

    def aspect(self, code: str) -> Aspect:
        """``A1.2`` is the second aspect of A1."""
        sub, _, number = code.partition(".")
        return next(each for each in self.scheme.sub_criteria() if each.code == sub).aspects[int(number) - 1]


def small_scheme() -> Scheme:
    """Two criteria, three sub-criteria: A1 with a measurement and a judgement aspect, A2 and B1 measured."""
    steps = tuple(Descriptor(score, f"step {score}") for score in range(4))
    measured = [
        Aspect("M", f"measured {number}", Decimal(maximum), "1", day=1, id=uuid4())
        for number, maximum in enumerate(("40.00", "20.00", "30.00"))
    ]
    judged = Aspect("J", "judged", Decimal("10.00"), "1", descriptors=steps, day=1, id=uuid4())
    a1 = SubCriterion("A1", "Layout", (measured[0], judged), uuid4())
    a2 = SubCriterion("A2", "Code", (measured[1],), uuid4())
    b1 = SubCriterion("B1", "Tests", (measured[2],), uuid4())
    return Scheme("A trade", (Criterion("A", "Build", Decimal(70), (a1, a2)), Criterion("B", "Check", Decimal(30), (b1,))))


async def make_world(
    *, rule_set: str = "wsc2026", entries: Sequence[str] = ("1", "2", "3"), scheme: Scheme | None = None,
    event_code: str = "demo", family: str = "C",
) -> World:  # fmt: skip
    """Everybody of the cast in office; sheets open for every entry."""
    cast = await make_cast()
    scheme = scheme or small_scheme()
    event_id, skill_id, division_id = uuid4(), uuid4(), uuid4()
    await fetch(
        "INSERT INTO event (id, code, name_zh, name_en, tier, rule_family, venue, time_zone, competition_days,"
        " preparation_days, created_by, created_at, first_day) VALUES ($1, $2, '全国赛', 'National Event', 'national_games',"
        " $3, '广州', 'Asia/Shanghai', 4, 4, $4, $5, '2026-11-20')",
        event_id, event_code, family, cast.olga, now(),
    )  # fmt: skip
    await fetch(
        "INSERT INTO event_state (id, event, position, state, reason, by, at) VALUES ($1, $2, 1, 'running', '', $3, $4)",
        uuid4(), event_id, cast.olga, now(),
    )  # fmt: skip
    await fetch(
        "INSERT INTO skill (id, event, code, name_zh, name_en, kind, team_size)"
        " VALUES ($1, $2, '17', '网站技术', 'Web Technologies', 'official', 1)",
        skill_id, event_id,
    )  # fmt: skip
    await fetch(
        "INSERT INTO division (id, event, skill, slug, code, name_zh, name_en, position, rule_set)"
        " VALUES ($1, $2, $3, '17', '', '', '', 1, $4)",
        division_id, event_id, skill_id, rule_set,
    )  # fmt: skip
    await _offices(cast, event_id, skill_id)
    experts = await _experts(cast, skill_id)
    version = await _locked(scheme, division_id, cast)
    event, division = await get_event_by_id(event_id), await get_division_by_id(division_id)
    assert event and division
    world = World(event, division, cast, scheme, version, experts)
    for number in entries:
        await add_entry(world, number)
    return world


async def _offices(cast: Cast, event_id: UUID, skill_id: UUID) -> None:
    other = uuid4()
    await fetch(
        "INSERT INTO skill (id, event, code, name_zh, name_en, kind, team_size)"
        " VALUES ($1, $2, '99', '另一赛项', 'Another Trade', 'official', 1)",
        other, event_id,
    )  # fmt: skip
    held = [
        (cast.olga, Role.ORGANIZER, None), (cast.rui, Role.RESULTS_STAFF, None), (cast.sun, Role.SUPERVISOR, None),
        (cast.projector, Role.PROJECTOR, None), (cast.chen, Role.CHIEF_EXPERT, skill_id),
        (cast.erik, Role.EXPERT, skill_id), (cast.li, Role.EXPERT, skill_id), (cast.mei, Role.EXPERT, skill_id),
        (cast.wu, Role.EXPERT, skill_id), (cast.ines, Role.CHIEF_EXPERT, other),
    ]  # fmt: skip
    async with transaction():
        await add_appointment(cast.ada, Role.ADMINISTRATOR, event_id=None, by=CONSOLE)
        for account, role, skill in held:
            await add_appointment(account, role, event_id=event_id, skill_id=skill, by=CONSOLE)


async def _experts(cast: Cast, skill_id: UUID) -> dict[str, UUID]:
    experts = {}
    for name in ("chen", "erik", "li", "mei", "wu"):
        experts[name] = uuid4()
        await fetch(
            "INSERT INTO expert (id, skill, account, unit) VALUES ($1, $2, $3, '')",
            experts[name], skill_id, getattr(cast, name),
        )  # fmt: skip
    return experts


async def _locked(scheme: Scheme, division_id: UUID, cast: Cast) -> UUID:
    version = uuid4()
    await fetch(
        "INSERT INTO scheme_version (id, division, number, author, source_name, source_sha256, reason, created_at)"
        " VALUES ($1, $2, 1, $3, '', '', '', $4)",
        version, division_id, cast.erik, now(),
    )  # fmt: skip
    await fetch(
        "INSERT INTO scheme_revision (id, scheme_version, revision, content, note, by, at)"
        " VALUES ($1, $2, 1, $3, '', $4, $5)",
        uuid4(), version, json.dumps(to_stored(scheme)), cast.erik, now(),
    )  # fmt: skip
    await fetch(
        "INSERT INTO scheme_lock (id, scheme_version, revision, content_sha256, by, at) VALUES ($1, $2, 1, $3, $4, $5)",
        uuid4(), version, HASH, cast.chen, now(),
    )  # fmt: skip
    for sub in scheme.sub_criteria():
        await fetch("INSERT INTO sub_criterion_identity (id, division) VALUES ($1, $2)", sub.id, division_id)
        for aspect in sub.aspects:
            await fetch("INSERT INTO aspect_identity (id, division) VALUES ($1, $2)", aspect.id, division_id)
    return version


async def add_entry(world: World, number: str, *, name_zh: str = "", name_en: str = "", guest: bool = False) -> UUID:
    """An entry of a delegation of its own, one competitor, with an open sheet a sub-criterion and three markers."""
    entry, delegation = uuid4(), uuid4()
    await fetch(
        "INSERT INTO delegation (id, event, code, name_zh, name_en, kind, position)"
        " VALUES ($1, $2, $3, $4, $5, 'region', 0)",
        delegation, world.event.id, f"D{number}", f"省{number}", f"Province {number}",
    )  # fmt: skip
    await fetch(
        "INSERT INTO entry (id, division, delegation, number, unit, workstation, guest, created_at)"
        " VALUES ($1, $2, $3, $4, '', $5, $6, $7)",
        entry, world.division.id, delegation, number, f"W{number}", guest, now(),
    )  # fmt: skip
    await fetch(
        "INSERT INTO competitor (id, entry, position, name_zh, name_en) VALUES ($1, $2, 1, $3, $4)",
        uuid4(), entry, name_zh or f"选手{number}", name_en or f"Competitor {number}",
    )  # fmt: skip
    world.entries[number] = entry
    for sub in world.scheme.sub_criteria():
        await _sheet(world, number, entry, sub)
    return entry


async def _sheet(world: World, number: str, entry: UUID, sub: SubCriterion) -> None:
    sheet = uuid4()
    expected = sum(1 if aspect.type == "M" else 3 for aspect in sub.aspects)
    await fetch(
        "INSERT INTO sheet (id, division, sub_criterion, entry, scheme_version, day, expected, entered, open_spreads,"
        " state, blocked, position, head) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 'open', '', 0, $8)",
        sheet, world.division.id, sub.id, entry, world.scheme_version, sub.day, expected, HASH,
    )  # fmt: skip
    for seat, name in enumerate(("erik", "li", "mei"), start=1):
        await fetch(
            "INSERT INTO sheet_marker (id, sheet, seat, expert) VALUES ($1, $2, $3, $4)",
            uuid4(), sheet, seat, world.experts[name],
        )  # fmt: skip
    world.sheets[number, sub.code] = sheet


async def give(
    world: World, number: str, aspect_code: str, mark: str | None = None, *, scores: Sequence[int] = (),
    kind: str = "mark", round: int = 1,
) -> None:  # fmt: skip
    """A mark of a measurement aspect, or the scores of seats 1, 2, 3; counters of the sheet follow."""
    aspect = world.aspect(aspect_code)
    sheet = world.sheets[number, aspect_code.partition(".")[0]]
    judges = (world.cast.erik, world.cast.li, world.cast.mei)
    if aspect.type == "M" or kind == "not_attempted":
        value = Decimal(mark) if mark is not None else None
        await _row(world, sheet, aspect, 0, round, judges[0], kind, value, value)
    for seat, score in enumerate(scores, start=1):
        await _row(world, sheet, aspect, seat, round, judges[seat - 1], "mark", Decimal(score), None)


async def _row(
    world: World, sheet: UUID, aspect: Aspect, seat: int, round: int, judge: UUID, kind: str,
    observed: Decimal | None, mark: Decimal | None,
) -> None:  # fmt: skip
    assert aspect.id
    key = (sheet, aspect.id, round, seat)
    first = key not in world.written
    world.written[key] = world.written.get(key, 0) + 1
    position = (await fetch(
        "UPDATE sheet SET position = position + 1, entered = entered + $2, head = $3 WHERE id = $1 RETURNING position",
        sheet, int(first), f"{len(world.written):064x}",
    ))[0]["position"]  # fmt: skip
    await fetch(
        "INSERT INTO mark_entry (client_id, division, sheet, aspect, seat, round, version, judge, entered_by, source,"
        " scheme_version, kind, observed, mark, server_time, position, hash)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 'tablet', $9, $10, $11, $12, $13, $14, $15)",
        uuid4(), world.division.id, sheet, aspect.id, seat, round, world.written[key], judge, world.scheme_version,
        kind, observed, mark, now(), position, f"{position:064x}",
    )  # fmt: skip


async def mark_whole(world: World, number: str, a11: str, a12: Sequence[int], a21: str, b11: str) -> None:
    """Every aspect of the small scheme for one entry."""
    await give(world, number, "A1.1", a11)
    await give(world, number, "A1.2", scores=a12)
    await give(world, number, "A2.1", a21)
    await give(world, number, "B1.1", b11)


async def lock_all(world: World) -> None:
    """Every sheet signed and locked."""
    await fetch("UPDATE sheet SET state = 'locked' WHERE division = $1", world.division.id)


async def set_status(world: World, number: str, status: str) -> None:
    await fetch(
        "INSERT INTO entry_status (id, entry, position, status, reason, by, at) VALUES ($1, $2,"
        " (SELECT count(*) + 1 FROM entry_status WHERE entry = $2), $3, '', $4, $5)",
        uuid4(), world.entries[number], status, world.cast.chen, now(),
    )  # fmt: skip


async def marked_world(**options: object) -> World:
    """Three entries, all marked and locked: totals 1: 92.00 (10 of 10 by judges), 2: 75.00, 3: 42.33."""
    world = await make_world(**options)  # type: ignore[arg-type]
    await mark_whole(world, "1", "38.00", (3, 3, 3), "18.00", "26.00")
    await mark_whole(world, "2", "30.00", (2, 2, 3), "15.00", "22.22")
    await mark_whole(world, "3", "10.00", (1, 1, 1), "19.00", "10.00")
    await lock_all(world)
    return world
