"""Drafts, approval by two people, lock: what is done and what is refused."""

import asyncio

import pytest

from foundation.audit.queries import AuditFilter, audit_lines
from foundation.database import fetch
from foundation.problems import UserError, refusal
from judging.schemes import actions_hooks
from judging.schemes.actions import (
    approve_scheme,
    confirm_reading,
    content_digest,
    discard_draft,
    lock_scheme,
    save_draft,
    withdraw_approval,
)
from judging.schemes.calculation_grammar import fingerprint
from judging.schemes.queries import (
    VersionState,
    approvals_of,
    get_draft,
    get_locked_scheme,
    get_scheme_of_version,
    versions_of_division,
)
from tests.judging.schemes.stage import (
    RANGED,
    Stage,
    actor,
    judgement,
    locked_stage,
    make_stage,
    measurement,
    small_scheme,
)


@pytest.fixture
async def stage(db: None) -> Stage:
    return await make_stage()


async def refused(awaitable, code: str, status: int = 422) -> None:
    with pytest.raises(UserError) as error:
        await awaitable
    assert code in [problem.code for problem in error.value.problems]
    assert error.value.status == status


async def test_a_draft_is_saved_with_ids_that_stay(stage: Stage):
    erik = actor(stage.cast.erik)
    first = await save_draft(stage.division, small_scheme(), by=erik, source_name="s.xlsx", source_sha256="ab")
    assert (first.number, first.revision) == (1, 1)
    saved = await get_scheme_of_version(first.version_id)
    assert all(aspect.id for aspect in saved.aspects())
    second = await save_draft(stage.division, saved, by=erik, seen_revision=1)
    assert (second.version_id, second.revision) == (first.version_id, 2)
    assert await get_scheme_of_version(first.version_id) == saved
    lines, _ = await audit_lines(stage.division.skill.event_id, AuditFilter(words="revision"))
    assert [line.event_type for line in lines] == ["scheme.draft_saved", "scheme.version_started"]


async def test_who_saw_an_older_revision_is_refused(stage: Stage):
    erik, li = actor(stage.cast.erik), actor(stage.cast.li)
    await save_draft(stage.division, small_scheme(), by=erik)
    await save_draft(stage.division, small_scheme(), by=erik, seen_revision=1)
    await refused(save_draft(stage.division, small_scheme(), by=li, seen_revision=1), "draft_changed", 409)
    await refused(save_draft(stage.division, small_scheme(), by=li), "draft_changed", 409)
    assert (await get_draft(stage.division.id)).revision == 2


async def test_errors_of_the_scheme_are_refused_and_nothing_is_written(stage: Stage):
    without_mark = small_scheme(measurement(max_mark=None), judgement())
    await refused(save_draft(stage.division, without_mark, by=actor(stage.cast.erik)), "max_mark_missing")
    assert await versions_of_division(stage.division.id) == []


async def test_two_people_approve_and_the_chief_expert_locks(stage: Stage):
    locked = await locked_stage(stage)
    assert locked.content_sha256 == content_digest(locked.scheme)
    assert await get_locked_scheme(stage.division.id) == await get_locked_scheme(stage.division.id)
    assert (await get_locked_scheme(stage.division.id)).scheme == locked.scheme
    aspects = await fetch("SELECT id FROM aspect_identity WHERE division = $1", stage.division.id)
    assert {row["id"] for row in aspects} == {aspect.id for aspect in locked.scheme.aspects()}
    subs = await fetch("SELECT id FROM sub_criterion_identity WHERE division = $1", stage.division.id)
    assert {row["id"] for row in subs} == {sub.id for sub in locked.scheme.sub_criteria()}
    assert [line.state for line in await versions_of_division(stage.division.id)] == [VersionState.LOCKED]


async def test_the_author_is_no_second_person(stage: Stage):
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.li), seen_revision=1)
    for author in (stage.cast.erik, stage.cast.li):
        attempt = approve_scheme(stage.division, seen_revision=2, capacity="second", by=actor(author))
        await refused(attempt, "approver_is_author", 403)


async def test_nobody_approves_twice(stage: Stage):
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    chen = actor(stage.cast.chen)
    await approve_scheme(stage.division, seen_revision=1, capacity="chief", by=chen)
    await refused(
        approve_scheme(stage.division, seen_revision=1, capacity="second", by=chen), "approver_in_both", 403
    )
    await refused(
        approve_scheme(stage.division, seen_revision=1, capacity="chief", by=chen), "capacity_taken", 403
    )


@pytest.mark.parametrize(
    ("person", "capacity", "code"),
    [
        ("li", "chief", "approver_no_chief"), ("ines", "second", "approver_no_expert"),
        ("ines", "chief", "approver_no_chief"), ("ada", "chief", "approver_no_chief"),
        ("ada", "second", "approver_no_expert"), ("olga", "chief", "approver_no_chief"),
        ("sun", "second", "approver_no_expert"), ("wu", "chief", "absence_not_stated"),
    ],
)  # fmt: skip
async def test_others_approve_nothing(stage: Stage, person: str, capacity, code: str):
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    by = actor(getattr(stage.cast, person))
    await refused(approve_scheme(stage.division, seen_revision=1, capacity=capacity, by=by), code, 403)


async def test_the_deputy_decides_in_the_absence_of_the_chief_expert(stage: Stage):
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    wu = actor(stage.cast.wu)
    await approve_scheme(stage.division, seen_revision=1, capacity="chief", by=wu, absence=True)
    draft = await get_draft(stage.division.id)
    assert [each.absence for each in await approvals_of(draft.id, 1)] == [True]


async def test_approval_belongs_to_a_revision_and_can_be_taken_back(stage: Stage):
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    chen, li = actor(stage.cast.chen), actor(stage.cast.li)
    draft = await get_draft(stage.division.id)
    await approve_scheme(stage.division, seen_revision=1, capacity="second", by=li)
    given = (await approvals_of(draft.id, 1))[0]
    mei = actor(stage.cast.mei)
    await refused(withdraw_approval(stage.division, approval_id=given.id, by=mei), "approval_of_another", 403)
    await withdraw_approval(stage.division, approval_id=given.id, by=li)
    assert await approvals_of(draft.id, 1) == []
    await refused(withdraw_approval(stage.division, approval_id=given.id, by=li), "approval_gone", 409)
    await approve_scheme(stage.division, seen_revision=1, capacity="second", by=li)
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik), seen_revision=1)
    assert await approvals_of(draft.id, 2) == []
    await refused(lock_scheme(stage.division, seen_revision=2, by=chen), "approval_missing_second", 409)


async def test_only_a_ripe_scheme_is_approved(stage: Stage):
    wrong_total = small_scheme(measurement(mark="60"), judgement(descriptors=()))
    await save_draft(stage.division, wrong_total, by=actor(stage.cast.erik))
    with pytest.raises(UserError) as error:
        await approve_scheme(stage.division, seen_revision=1, capacity="chief", by=actor(stage.cast.chen))
    assert {"total_differs", "ladder_missing"} <= {problem.code for problem in error.value.problems}


async def test_an_inferred_calculation_is_confirmed_by_a_person_first(stage: Stage):
    scheme = small_scheme(measurement(calculation=RANGED), judgement())
    await save_draft(stage.division, scheme, by=actor(stage.cast.erik))
    chen = actor(stage.cast.chen)
    approval = {"seen_revision": 1, "capacity": "chief", "by": chen}
    await refused(approve_scheme(stage.division, **approval), "calculation_inferred")
    await confirm_reading(stage.division, fingerprint(RANGED), by=chen)
    await confirm_reading(stage.division, fingerprint(RANGED), by=chen)
    await approve_scheme(stage.division, **approval)
    rows = await fetch("SELECT by FROM scheme_reading WHERE division = $1", stage.division.id)
    assert [row["by"] for row in rows] == [stage.cast.chen]


async def test_after_a_lock_a_new_version_needs_a_reason_and_replaces_it(stage: Stage):
    first = await locked_stage(stage)
    erik = actor(stage.cast.erik)
    await refused(save_draft(stage.division, first.scheme, by=erik), "change_reason_missing")
    second = await locked_stage(stage, first.scheme)
    assert second.number == 2
    assert [aspect.id for aspect in second.scheme.aspects()] == [aspect.id for aspect in first.scheme.aspects()]
    states = [line.state for line in await versions_of_division(stage.division.id)]
    assert states == [VersionState.LOCKED, VersionState.REPLACED]


async def test_a_discarded_draft_stays_readable_and_takes_no_change(stage: Stage):
    erik = actor(stage.cast.erik)
    saved = await save_draft(stage.division, small_scheme(), by=erik)
    await refused(discard_draft(stage.division, seen_revision=7, by=erik), "draft_changed", 409)
    await discard_draft(stage.division, seen_revision=1, by=erik)
    assert await get_draft(stage.division.id) is None
    assert await get_scheme_of_version(saved.version_id) is not None
    await refused(save_draft(stage.division, small_scheme(), by=erik, seen_revision=1), "draft_gone", 409)
    assert (await save_draft(stage.division, small_scheme(), by=erik)).number == 2


@pytest.mark.parametrize("person", ["erik", "olga", "ada", "ines", "rui"])
async def test_only_the_chief_expert_locks(stage: Stage, person: str):
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    by = actor(getattr(stage.cast, person))
    await refused(lock_scheme(stage.division, seen_revision=1, by=by), "lock_no_chief", 403)


async def test_two_writers_at_once_one_wins(committed: None):
    stage = await make_stage()
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))

    async def write(person, mark: str) -> str:
        scheme = small_scheme(measurement(mark=mark), judgement())
        try:
            await save_draft(stage.division, scheme, by=actor(person), seen_revision=1)
        except UserError as error:
            return error.problems[0].code
        return "saved"

    answers = await asyncio.gather(
        *(write(person, str(30 + n)) for n, person in enumerate((stage.cast.erik, stage.cast.li, stage.cast.mei)))
    )
    assert sorted(answers) == ["draft_changed", "draft_changed", "saved"]
    rows = await fetch("SELECT revision FROM scheme_revision ORDER BY 1")
    assert [row["revision"] for row in rows] == [1, 2]


async def test_two_first_uploads_make_one_version(committed: None):
    stage = await make_stage()
    writers = [save_draft(stage.division, small_scheme(), by=actor(person)) for person in (stage.cast.erik, stage.cast.li)]
    answers = await asyncio.gather(*writers, return_exceptions=True)
    assert sum(isinstance(answer, UserError) for answer in answers) == 1
    assert len(await versions_of_division(stage.division.id)) == 1


async def test_a_listener_that_refuses_leaves_the_scheme_unlocked(committed: None):
    stage = await make_stage()

    async def refuse(change) -> None:
        raise refusal("draft_gone", status=409)

    actions_hooks.lock_listeners.append(refuse)
    try:
        await refused(locked_stage(stage), "draft_gone", 409)
    finally:
        actions_hooks.lock_listeners.remove(refuse)
    assert await get_locked_scheme(stage.division.id) is None
    assert (await get_draft(stage.division.id)).revision == 1


def test_equal_schemes_have_equal_digests():
    assert content_digest(small_scheme()) == content_digest(small_scheme())
    changed = small_scheme(measurement(mark="50.01"), judgement())
    assert content_digest(changed) != content_digest(small_scheme())
