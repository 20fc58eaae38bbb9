"""Approving a draft by two people, confirming inferred calculations, locking, discarding."""

from functools import partial
from typing import Any, cast
from uuid import UUID

from litestar import Response, get, post
from litestar.di import Provide
from litestar.params import FromPath

from contest.officials.roles import EXPERTS
from contest.skills.access import roles_in_skill
from contest.skills.queries import DivisionFacts
from foundation.audit.actions import Actor
from foundation.authentication import AppRequest, signed_in
from foundation.forms import submit
from foundation.language import gettext as _
from foundation.pages import NOTHING_TYPED, Typed, in_words, page, redirect
from foundation.problems import refusal
from judging.schemes.access import LOCK, READ, WRITE, provide_draft
from judging.schemes.actions import (
    approve_scheme,
    confirm_reading,
    discard_draft,
    lock_scheme,
    withdraw_approval,
)
from judging.schemes.actions_hooks import touched_marks
from judging.schemes.approval import CAPACITIES, Approver, Capacity, check_approver, check_lock
from judging.schemes.calculation_grammar import INFERRED_TYPES, fingerprint
from judging.schemes.editing import find_aspect
from judging.schemes.forms import ApprovalForm, ConfirmForm, ReadingForm, RevisionForm
from judging.schemes.queries import (
    VersionLine,
    approvals_of,
    authors_of_version,
    check_settings,
)
from judging.schemes.routes_reading import DIVISION, HOME, Division, Version, scheme_or_404, version_crumbs
from judging.schemes.routes_view import frame, home_of, view_of
from judging.schemes.rule_phrases import describe_calculation
from judging.schemes.scheme import Scheme

DRAFT = {**DIVISION, "version": Provide(provide_draft)}
APPROVAL = HOME + "/draft/approval"


@get(APPROVAL, opt=READ, dependencies=DRAFT)
async def show_approval(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    return await _page(request, division, version)


@post(HOME + "/draft/approvals", opt=WRITE, dependencies=DRAFT, status_code=200)
async def approve(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    async def act(form: ApprovalForm) -> Response[Any]:
        await approve_scheme(
            division, seen_revision=form.revision, capacity=cast("Capacity", form.capacity),
            absence=form.absence, by=signed_in(request).actor,
        )  # fmt: skip
        return _back(request, division, "scheme_approved")

    return await submit(request, ApprovalForm, act, refused=partial(_page, request, division, version))


@post(HOME + "/draft/approvals/{approval_id:uuid}/withdrawal", opt=WRITE, dependencies=DRAFT, status_code=200)
async def withdraw(
    request: AppRequest, division: Division, version: Version, approval_id: FromPath[UUID]
) -> Response[Any]:
    await withdraw_approval(division, approval_id=approval_id, by=signed_in(request).actor)
    return _back(request, division, "approval_withdrawn")


@post(HOME + "/draft/readings", opt=WRITE, dependencies=DRAFT, status_code=200)
async def confirm(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    async def act(form: ReadingForm) -> Response[Any]:
        scheme = await scheme_or_404(version)
        calculation = find_aspect(scheme, form.aspect).aspect.calculation
        if calculation is None:
            raise refusal("part_gone", status=409)
        await confirm_reading(division, fingerprint(calculation), by=signed_in(request).actor)
        return _back(request, division, "reading_confirmed")

    return await submit(request, ReadingForm, act, refused=partial(_page, request, division, version))


@post(HOME + "/draft/lock", opt=LOCK, dependencies=DRAFT, status_code=200)
async def lock(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    async def act(form: ConfirmForm) -> Response[Any]:
        await lock_as_typed(division, form, by=signed_in(request).actor)
        return redirect(home_of(request, division), request, done="scheme_locked")

    return await submit(request, ConfirmForm, act, refused=partial(_page, request, division, version))


@post(HOME + "/draft/discard", opt=WRITE, dependencies=DRAFT, status_code=200)
async def discard(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    async def act(form: RevisionForm) -> Response[Any]:
        await discard_draft(division, seen_revision=form.revision, by=signed_in(request).actor)
        return redirect(home_of(request, division), request, done="draft_discarded")

    return await submit(request, RevisionForm, act, refused=partial(_page, request, division, version))


async def lock_as_typed(division: DivisionFacts, form: ConfirmForm, *, by: Actor) -> None:
    """Lock the draft when the code of the division was typed; see ``lock_scheme`` for what is refused."""
    if form.confirm.strip() != division.slug:
        raise refusal("confirm_differs", field="confirm", code=division.slug)
    await lock_scheme(division, seen_revision=form.revision, seen_marks=form.seen_marks, by=by)


def _back(request: AppRequest, division: DivisionFacts, done: str) -> Response[Any]:
    return redirect(f"{home_of(request, division)}/draft/approval", request, done=done)


async def _page(
    request: AppRequest, division: DivisionFacts, version: VersionLine, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    settings, scheme = await check_settings(division), await scheme_or_404(version)
    standing = await approvals_of(version.id, version.revision)
    roles = await roles_in_skill(request, division.skill)
    approver = Approver(signed_in(request).account_id, roles)
    authors = await authors_of_version(version.id)
    home, writes = home_of(request, division), bool(roles & EXPERTS)
    offers = [
        (capacity, next((each for each in standing if each.capacity == capacity), None), [
            in_words(each) for each in check_approver(
                approver, capacity, authors=authors, standing=standing, absence=True)
        ]) for capacity in CAPACITIES
    ]  # fmt: skip
    return await page(
        request, "judging/schemes/approval.html", typed=typed,
        **frame(request, division, *version_crumbs(version, _("Approval"))), version=version,
        view=view_of(
            scheme, settings, edit=f"{home}/draft" if writes else "", document=f"{home}/versions/{version.number}"
        ), offers=offers, writes=writes,
        lock_problems=[in_words(each) for each in check_lock(roles, standing)], my_account=approver.account_id,
        readings=_readings(scheme, settings.confirmed), roles=roles,
        touched=[await count(division.id, scheme) for count in touched_marks],
    )  # fmt: skip


def _readings(scheme: Scheme, confirmed: frozenset[str]) -> list[dict[str, Any]]:
    """Every inferred calculation of the scheme once, with its reading in words and its aspects."""
    found: dict[str, dict[str, Any]] = {}
    for sub in scheme.sub_criteria():
        for number, aspect in enumerate(sub.aspects, start=1):
            calculation = aspect.calculation
            if aspect.type != "M" or calculation is None or calculation.type not in INFERRED_TYPES:
                continue
            name = fingerprint(calculation)
            reading = found.setdefault(
                name,
                {"aspect": aspect, "words": describe_calculation(aspect), "confirmed": name in confirmed, "where": []},
            )
            reading["where"].append(f"{sub.code}.{number}")
    return list(found.values())


ROUTES = [show_approval, approve, withdraw, confirm, lock, discard]
