"""A national event in a database of its own: 106 trades, 3,420 entries, about 0.65 million scores.

Rows are copied in bulk (the app's verbs would take an hour), but they are what the verbs would have written:
one locked scheme a trade (the 192-aspect reference workbook), teams, sheets with seats and counters, ledger
entries with their hash chain. Each trade is half marked or wholly marked.

    python -m benchmarks.national            builds it under var/benchmark and says where it is
"""

import asyncio
import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from judging.marking.ledger import LedgerEntry, entry_hash, first_previous
from judging.schemes.file_forms import read_scheme
from judging.schemes.scheme import Aspect, Criterion, Scheme, SubCriterion
from judging.schemes.stored import to_stored

ROOT = Path(__file__).resolve().parent.parent
WORKBOOK = ROOT / "judging/schemes/samples/euroskills2025_s17_web.xlsx"
TRADES, ENTRIES = 106, 3420
CODE = "national"
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
DELEGATIONS = 36


def with_new_ids(scheme: Scheme) -> Scheme:
    """The scheme with ids of its own, as a saved draft has them."""

    def sub(each: SubCriterion) -> SubCriterion:
        return replace(each, id=uuid4(), aspects=tuple(replace(aspect, id=uuid4()) for aspect in each.aspects))

    def criterion(each: Criterion) -> Criterion:
        return replace(each, sub_criteria=tuple(sub(one) for one in each.sub_criteria))

    return replace(scheme, criteria=tuple(criterion(each) for each in scheme.criteria))


class Copies:
    """Rows waiting for COPY, by table."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def add(self, table: str, **values: Any) -> UUID:
        values.setdefault("id", uuid4())
        self.rows.setdefault(table, []).append(values)
        return values["id"]

    async def write(self, connection: asyncpg.Connection) -> None:
        for table, rows in self.rows.items():
            columns = list(rows[0])
            records = [tuple(row[column] for column in columns) for row in rows]
            await connection.copy_records_to_table(table, records=records, columns=columns)
        self.rows.clear()


async def build(connection: asyncpg.Connection, *, trades: int = TRADES, entries: int = ENTRIES) -> UUID:
    """Write the event and everything in it; returns the account id of its organizer."""
    copies, chance = Copies(), random.Random(17)
    organizer = account(copies, "organizer", "组织者")
    event = copies.add(
        "event", code=CODE, name_zh="全国职业技能大赛", name_en="National Skills Competition", tier="national_games",
        rule_family="C", rule_document="技术规则", rule_document_version="1", lead_organiser="组委会", venue="国展中心",
        time_zone="Asia/Shanghai", first_day=date(2026, 11, 21), competition_days=4, preparation_days=4,
        created_by=organizer, created_at=AT,
    )  # fmt: skip
    copies.add("event_state", event=event, position=1, state="running", reason="", by=organizer, at=AT)
    copies.add("appointment", account=organizer, role="organizer", event=event, skill=None, by=None, at=AT)
    delegations = [
        copies.add(
            "delegation", event=event, code=f"D{number:02}", name_zh=f"代表团{number}", name_en=f"Delegation {number}",
            kind="region", position=number,
        )
        for number in range(DELEGATIONS)
    ]  # fmt: skip
    await copies.write(connection)
    read = read_scheme(WORKBOOK.read_bytes(), WORKBOOK.name, trusted=True)
    assert read.scheme is not None
    for number in range(trades):
        size = entries // trades + (number < entries % trades)
        add_trade(copies, event, organizer, delegations, with_new_ids(read.scheme), number, size, chance)
        await copies.write(connection)
    await connection.execute("ANALYZE")
    return organizer


def add_trade(
    copies: Copies, event: UUID, by: UUID, delegations: list[UUID], scheme: Scheme, number: int, size: int,
    chance: random.Random,
) -> None:  # fmt: skip
    """A trade with its scheme, people, sheets and marks."""
    code = f"{number + 1:03}"
    skill = copies.add(
        "skill", event=event, code=code, name_zh=f"赛项{code}", name_en=f"Trade {code}", kind="official", team_size=1,
        age_limit=22, world_skill="17", compatriots_allowed=False, compatriots_approval="",
    )  # fmt: skip
    division = copies.add(
        "division", event=event, skill=skill, slug=code, code="", name_zh="", name_en="", position=1, rule_set="wsc2026"
    )
    experts = [add_expert(copies, event, skill, by, code, place, delegations) for place in range(4)]
    version = add_scheme(copies, division, scheme, experts[0][1])
    for sub in scheme.sub_criteria():
        team = copies.add("marking_team", division=division, sub_criterion=sub.id, leader=experts[1][0])
        for place, (expert, _) in enumerate(experts):
            copies.add("marking_team_member", team=team, expert=expert, position=place + 1)
    copies.add("marking_opening", division=division, scheme_version=version, by=experts[0][1], at=AT)
    for place in range(size):
        entry = copies.add(
            "entry", division=division, delegation=delegations[(place + 4) % DELEGATIONS], number=f"{place + 1:02}",
            unit="", workstation=f"{place + 1}", guest=False, created_at=AT,
        )  # fmt: skip
        copies.add("competitor", entry=entry, position=1, name_zh=f"选手{place + 1}", name_en="", birth_date=None)
        for sub in scheme.sub_criteria():
            add_sheet(copies, event, division, version, sub, entry, experts, chance)


def account(copies: Copies, user_name: str, name: str) -> UUID:
    return copies.add(
        "account", user_name=user_name, name_zh=name, name_en="", password_hash=None, must_change_password=False,
        language="", active=True, created_at=AT,
    )  # fmt: skip


def add_expert(
    copies: Copies, event: UUID, skill: UUID, by: UUID, code: str, place: int, delegations: list[UUID]
) -> tuple[UUID, UUID]:
    person = account(copies, f"expert-{code}-{place}", f"裁判{code}{place}")
    role = "chief_expert" if place == 0 else "expert"
    copies.add("appointment", account=person, role=role, event=event, skill=skill, by=by, at=AT)
    expert = copies.add("expert", skill=skill, account=person, delegation=delegations[place], unit="")
    return expert, person


def add_scheme(copies: Copies, division: UUID, scheme: Scheme, author: UUID) -> UUID:
    version = copies.add(
        "scheme_version", division=division, number=1, author=author, based_on=None, source_name=WORKBOOK.name,
        source_sha256="", reason="", created_at=AT,
    )  # fmt: skip
    content = json.dumps(to_stored(scheme), ensure_ascii=False)
    copies.add("scheme_revision", scheme_version=version, revision=1, content=content, note="", by=author, at=AT)
    copies.add("scheme_lock", scheme_version=version, revision=1, content_sha256="", by=author, at=AT)
    for sub in scheme.sub_criteria():
        copies.add("sub_criterion_identity", id=sub.id, division=division)
        for aspect in sub.aspects:
            copies.add("aspect_identity", id=aspect.id, division=division)
    return version


def add_sheet(
    copies: Copies, event: UUID, division: UUID, version: UUID, sub: SubCriterion, entry: UUID,
    experts: list[tuple[UUID, UUID]], chance: random.Random,
) -> None:  # fmt: skip
    sheet, judges = uuid4(), [account_id for _, account_id in experts[1:]]
    head = first_previous(event, division, sheet, version)
    written = list(ledger_rows(division, version, sheet, sub, judges, chance)) if chance.random() < 0.97 else []
    rows = []
    for position, fact in enumerate(written, 1):
        head = entry_hash(head, fact)
        rows.append({**{name: getattr(fact, name) for name in fact.__slots__}, "position": position, "hash": head})
    copies.add(
        "sheet", id=sheet, division=division, sub_criterion=sub.id, entry=entry, scheme_version=version, day=sub.day,
        expected=sum(3 if aspect.type == "J" else 1 for aspect in sub.aspects), entered=len(written), open_spreads=0,
        state="open", blocked="", position=len(written), head=head,
    )  # fmt: skip
    for seat, (expert, _) in enumerate(experts[1:], 1):
        copies.add("sheet_marker", sheet=sheet, seat=seat, expert=expert)
    copies.rows.setdefault("mark_entry", []).extend(rows)


def ledger_rows(
    division: UUID, version: UUID, sheet: UUID, sub: SubCriterion, judges: list[UUID], chance: random.Random
) -> Iterator[LedgerEntry]:
    for aspect in sub.aspects:
        scores = [chance.choice((1, 2)) for _ in judges] if aspect.type == "J" else [1]
        for place, score in enumerate(scores):
            yield fact(division, version, sheet, aspect, judges[place], place + 1 if aspect.type == "J" else 0, score)


def fact(
    division: UUID, version: UUID, sheet: UUID, aspect: Aspect, judge: UUID, seat: int, score: int
) -> LedgerEntry:
    assert aspect.id is not None
    mark = None if seat else (aspect.max_mark or Decimal(0))
    return LedgerEntry(
        uuid4(), division, sheet, aspect.id, seat, 1, 1, judge, judge, "tablet", version, "mark",
        Decimal(score), mark, None, None, "tablet-1", AT, AT,
    )  # fmt: skip


async def main() -> None:
    from benchmarks.database import own_database

    started = time.perf_counter()
    async with own_database("benchmark") as connection:
        await build(connection)
        scores = await connection.fetchval("SELECT count(*) FROM mark_entry")
    print(f"{scores} scores in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    asyncio.run(main())
