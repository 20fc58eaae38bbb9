"""Migrations, guards of append-only tables, transactions and the audit record."""

import asyncio

import asyncpg
import pytest

from foundation.audit.actions import CONSOLE, Actor, record
from foundation.audit.queries import AuditFilter, audit_lines
from foundation.database import append_only_tables, engine, fetch, owner_connection, transaction
from foundation.live import announce
from foundation.migrations import bring_up_to_date, missing_migrations
from tests.factories import make_account

LEDGER = {"mark_entry", "sheet_act", "round_opening", "audit_record", "publication", "published_row"}


async def test_migrations_are_complete_and_may_run_twice_at_once(committed: None):
    await asyncio.gather(bring_up_to_date(), bring_up_to_date())
    assert await missing_migrations() == []


async def test_the_app_runs_without_the_owners_rights(db: None):
    assert (await fetch("SELECT current_user::text AS name"))[0]["name"] == "touchstone_app"


async def test_ledger_tables_are_guarded_by_trigger_and_by_right(committed: None):
    async with owner_connection() as owner:
        assert set(await append_only_tables(owner)) >= LEDGER
        for table in sorted(LEDGER):
            with pytest.raises(asyncpg.RaiseError):
                await owner.execute(f"TRUNCATE {table} CASCADE")
    for table in sorted(LEDGER):
        for change in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await fetch(change)


async def test_the_trigger_refuses_the_owner_too(committed: None):
    async with transaction():
        await record(CONSOLE, "test.happened", scope=None, subject="x")
    async with owner_connection() as owner:
        for change in ("UPDATE audit_record SET subject = 'y'", "DELETE FROM audit_record"):
            with pytest.raises(asyncpg.RaiseError):
                await owner.execute(change)


async def test_a_record_needs_the_transaction_of_its_change(pooled: None):
    with pytest.raises(RuntimeError):
        await record(CONSOLE, "test.happened", scope=None, subject="x")
    with pytest.raises(RuntimeError):
        await announce("topic")


async def test_a_failed_verb_leaves_no_record(committed: None):
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await record(CONSOLE, "test.happened", scope=None, subject="x")
            raise ZeroDivisionError
    assert (await fetch("SELECT count(*) AS records FROM audit_record"))[0]["records"] == 0


async def test_audit_lines_are_filtered_and_paged(db: None):
    scope = await make_account("somebody")
    async with transaction():
        for number in range(3):
            await record(Actor(scope, "孙正明"), "marking.sheets_signed", scope=scope, subject=f"B{number}")
        await record(CONSOLE, "scheme.locked", scope=scope, subject="v2", details={"reason": "笔误"})
    lines, found = await audit_lines(scope, AuditFilter(), size=2)
    assert ([line.subject for line in lines], found) == (["v2", "B2"], 4)
    assert (await audit_lines(scope, AuditFilter(actor="孙")))[1] == 3
    assert (await audit_lines(scope, AuditFilter(words="笔误")))[1] == 1
    assert (await audit_lines(scope, AuditFilter(event_type="marking.sheets_signed", words="B1")))[1] == 1
    assert engine().current_transaction.get() is not None
