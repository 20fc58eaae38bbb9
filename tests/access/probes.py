"""A sound request for every route: what somebody sends who does what the route is for.

A probe may prepare what the request needs (a draft to edit, a code to take back) by the app's own verbs; where a
stage does not allow that, the request is sent all the same and is refused. Everything is undone after each.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx

from contest.entries.actions import declare_relation
from contest.events.states import next_state
from contest.imports.forms import keep
from contest.imports.queries_plans import plan_delegations
from contest.officials.actions import appoint
from contest.officials.roles import Role
from foundation.database import fetch
from foundation.problems import UserError
from foundation.times import now
from judging.marking.actions_corrections import ask_correction
from judging.marking.actions_import import prepare
from judging.marking.corrections import CorrectionRequest
from judging.marking.queries_import import get_target
from judging.marking.queries_touches import touches_of_draft
from judging.paper.batches import file_of, start_print
from judging.paper.queries import get_paper_division
from judging.schemes.actions import approve_scheme, save_draft
from judging.schemes.actions_uploads import hold_upload
from judging.schemes.editing import change_aspect
from judging.schemes.export import export_scheme
from judging.schemes.queries import get_draft, get_scheme_of_version
from judging.schemes.queries_awarded import get_awarded_column
from judging.schemes.read_scheme import ReadScheme
from judging.schemes.scheme import Scheme
from tests.access.world import SCHEME, World, draft_revision, publishing_digest
from tests.judging.marking.factories import insert
from tests.judging.schemes.stage import RANGED

PASSWORD = "a long and winding road 7"


@dataclass
class Ask:
    """What is sent: names in the address beside the usual ones, and a form, JSON, or files."""

    names: Mapping[str, object] = field(default_factory=dict)
    data: Mapping[str, Any] | None = None
    json: Any = None
    files: Any = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, with a client that is signed in."""

    name: str
    client: httpx.AsyncClient


Probe = Callable[[World, Asker], Awaitable[Ask]]
PROBES: dict[str, Probe] = {}
E, D, S = "/events/{event_code:str}", "/events/{event_code:str}/divisions/{slug:str}", "/sheets/{sheet_id:uuid}"
SKILL, DRAFT = E + "/skills/{skill_code:str}", D + "/scheme/draft"


def probe(*routes: str) -> Callable[[Probe], Probe]:
    def keep_it(made: Probe) -> Probe:
        PROBES.update(dict.fromkeys(routes, made))
        return made

    return keep_it


def plain(route: str, **data: object) -> None:
    """A route whose form is always the same."""

    async def made(world: World, asker: Asker) -> Ask:
        return Ask(data=data)

    PROBES[route] = made


async def sound(world: World, asker: Asker) -> Ask:
    """What a route without a probe of its own is sent: nothing."""
    return Ask(data={})


async def based_on(asker: Asker, path: str, name: str = "based_on") -> str:
    """What the form at ``path`` was based on."""
    found = re.search(rf'name="{name}" value="(\w*)"', (await asker.client.get(path)).text)
    return found.group(1) if found else ""


# The house


plain("POST /accounts", user_name="new.person", name_zh="新人")
plain("POST /accounts/{account_id:uuid}/names", name_zh="新名")
plain("POST /accounts/{account_id:uuid}/offices", role="organizer")
plain("POST /accounts/{account_id:uuid}/password", password=PASSWORD)
plain(
    "POST /events", code="second", name_zh="又一赛", tier="national_games", rule_family="C", organizer="olga",
)  # fmt: skip


@probe("POST /accounts/{account_id:uuid}/offices/{appointment_id:uuid}/end")
async def end_office(world: World, asker: Asker) -> Ask:
    await appoint(world.accounts["second"], Role.ADMINISTRATOR, event_id=None, by=world.actor("ada"))
    return Ask({"account_id": world.accounts["second"], "appointment_id": await _appointment_of(world, "second")})


async def _appointment_of(world: World, name: str) -> UUID:
    rows = await fetch("SELECT id FROM appointment WHERE account = $1 AND ended_at IS NULL", world.accounts[name])
    return rows[0]["id"] if rows else uuid4()  # type: ignore[no-any-return]


# Events, trades, people


plain(f"POST {E}/delegations/prefill", catalogue="china")
plain(f"POST {E}/delegations", code="NEW", name_zh="新代表团")
plain(f"POST {SKILL}/divisions", code="C", name_zh="丙组")
plain(f"POST {SKILL}/experts", user_name="new.expert", name_zh="新裁判")
plain(f"POST {SKILL}/removal", confirm="99")
plain(f"POST {E}/skills", code="55", name_zh="新赛项", name_en="New")
plain(f"POST {E}/officials", user_name="paul", role="supervisor")
plain(f"POST {E}/imports/{{kind:str}}", pasted="代码\t中文名称\nX1\t新团")


@probe(f"POST {E}/edit")
async def edit_event(world: World, asker: Asker) -> Ask:
    seen = await based_on(asker, f"{world.event.href}/edit")
    texts = {name: "" if value is None else str(value) for name, value in world.event.details.values().items()}
    return Ask(data={**texts, "venue": "广州", "based_on": seen})


@probe(f"POST {E}/settings")
async def change_settings(world: World, asker: Asker) -> Ask:
    return Ask(data={"total_max": "120", "based_on": await based_on(asker, f"{world.event.href}/settings")})


@probe(f"POST {E}/state")
async def step(world: World, asker: Asker) -> Ask:
    target = next_state(world.event.state)
    return Ask(data={"target": target.value if target else "draft", "confirm": world.event.code})


@probe(f"POST {E}/delegations/{{delegation_id:uuid}}")
async def edit_delegation(world: World, asker: Asker) -> Ask:
    seen = await based_on(asker, f"{world.event.href}/delegations/{world.delegations['SPARE']}")
    return Ask(data={"code": "SPARE", "name_zh": "改名", "kind": "region", "based_on": seen})


plain(f"POST {E}/delegations/{{delegation_id:uuid}}/removal", confirm="SPARE")


@probe(f"POST {E}/experts/{{expert_id:uuid}}")
async def edit_expert(world: World, asker: Asker) -> Ask:
    seen = await based_on(asker, f"{world.event.href}/experts/{world.experts['spare']}")
    return Ask(data={"delegation": str(world.delegations["D2"]), "unit": "一中", "based_on": seen})


@probe(f"POST {E}/experts/{{expert_id:uuid}}/name")
async def rename_expert(world: World, asker: Asker) -> Ask:
    seen = await based_on(asker, f"{world.event.href}/experts/{world.experts['spare']}", "based_on_names")
    return Ask(data={"name_zh": "改名", "based_on_names": seen})


plain(f"POST {E}/experts/{{expert_id:uuid}}/removal", confirm="spare")


@probe(f"POST {E}/officials/{{appointment_id:uuid}}/end")
async def end_appointment(world: World, asker: Asker) -> Ask:
    return Ask({"appointment_id": await _appointment_of(world, "spare")})


@probe(f"POST {E}/imports/{{kind:str}}/confirmation")
async def confirm_import(world: World, asker: Asker) -> Ask:
    table = [["代码", "中文名称"], ["X1", "新团"]]
    plan, _problems = await plan_delegations(world.event.id, table)
    return Ask(data={"kept": keep(table), "digest": plan.digest})


@probe(f"POST {E}/imports/{{kind:str}}/problems/{{ending:str}}")
async def export_problems(world: World, asker: Asker) -> Ask:
    """A table with something wrong: a delegation without a name."""
    return Ask({"ending": "csv"}, {"kept": keep([["代码", "中文名称"], ["X1", ""]])})


@probe(f"POST {SKILL}/edit")
async def edit_skill(world: World, asker: Asker) -> Ask:
    seen = await based_on(asker, f"{world.event.href}/skills/99/edit")
    return Ask(data={"code": "99", "name_zh": "改名", "name_en": "Web Technologies", "age_limit": "22", "based_on": seen})


@probe(f"POST {SKILL}/sections")
async def set_sections(world: World, asker: Asker) -> Ask:
    seen = await based_on(asker, f"{world.event.href}/skills/99/sections")
    return Ask(data={"sections": "1 | One | 60\n2 | Two | 40", "based_on": seen})


@probe(f"POST {D}/edit")
async def edit_division(world: World, asker: Asker) -> Ask:
    seen = await based_on(asker, f"{world.division_href}/edit")
    return Ask(data={"name_zh": "学生组", "code": "S", "rule_set": "cn-medals", "based_on": seen})


@probe(f"POST {D}/removal")
async def remove_division(world: World, asker: Asker) -> Ask:
    rows = await fetch("SELECT d.slug FROM division d JOIN skill s ON s.id = d.skill WHERE s.code = '99' LIMIT 1")
    return Ask({"slug": rows[0]["slug"]}, {"confirm": rows[0]["slug"]})


def _entry(world: World, number: str, **more: object) -> dict[str, object]:
    delegation = str(world.delegations["D3"])
    return {"number": number, "delegation": delegation, "name_zh_1": f"新{number}", "birth_date_1": "2006-07-01", **more}


@probe(f"POST {D}/entries")
async def create_entry(world: World, asker: Asker) -> Ask:
    return Ask(data=_entry(world, "77"))


@probe(f"POST {D}/entries/{{entry_id:uuid}}/edit")
async def edit_entry(world: World, asker: Asker) -> Ask:
    seen = await based_on(asker, f"{world.division_href}/entries/{world.entries['01']}/edit")
    return Ask(data=_entry(world, "01", based_on=seen, delegation=str(world.delegations["D4"])))


@probe(f"POST {D}/entries/{{entry_id:uuid}}/removal")
async def remove_entry(world: World, asker: Asker) -> Ask:
    return Ask({"entry_id": world.entries["09"]}, {"confirm": "09"})


plain(f"POST {D}/entries/{{entry_id:uuid}}/status", status="withdrawn", reason="gave up", confirm="01")


@probe(f"POST {D}/entries/{{entry_id:uuid}}/relations")
async def declare(world: World, asker: Asker) -> Ask:
    return Ask(data={"expert": str(world.experts["wu"]), "kind": "coach"})


@probe(f"POST {D}/entries/{{entry_id:uuid}}/relations/withdrawal")
async def withdraw_relation(world: World, asker: Asker) -> Ask:
    with suppress(UserError):
        await declare_relation(world.experts["wu"], world.entries["01"], "coach", by=world.actor("olga"))
    return Ask(data={"expert": str(world.experts["wu"]), "reason": "a mistake"})


@probe(f"POST {E}/codes/cards")
async def print_cards(world: World, asker: Asker) -> Ask:
    return Ask(data={"accounts": str(world.accounts["li"])})


@probe(f"POST {E}/codes/{{account_id:uuid}}", f"POST {E}/codes/{{account_id:uuid}}/revocation")
async def code_of_li(world: World, asker: Asker) -> Ask:
    return Ask({"account_id": world.accounts["li"]}, {})


# Schemes


async def _draft(world: World) -> tuple[int, Scheme]:
    """The draft's revision and scheme, started by Mei where there is none and one may be started."""
    if not await draft_revision(world):
        with suppress(UserError):
            await save_draft(world.division, SCHEME, by=world.actor("mei"), reason="a mistake")
    draft = await get_draft(world.division.id)
    found = await get_scheme_of_version(draft.id) if draft else None
    return (draft.revision, found) if draft and found else (1, SCHEME)


def editing(route: str, **data: object) -> None:
    """A form of the draft; ``{sub}`` and ``{aspect}`` are its first parts."""

    async def made(world: World, asker: Asker) -> Ask:
        revision, scheme = await _draft(world)
        sub, aspect = next(iter(scheme.sub_criteria())), next(iter(scheme.aspects()))
        parts = {"sub_id": sub.id, "aspect_id": aspect.id, "code": "A"}
        typed = {name: str(sub.id) if value == "{sub}" else value for name, value in data.items()}
        return Ask(parts, {"revision": str(revision), **typed})

    PROBES[route] = made


ASPECT = {
    "type": "M", "description": "Another text", "max_mark": "40", "section": "1", "day": "1", "sub_criterion": "{sub}",
    "calculation": "PASS_FAIL",
}  # fmt: skip

plain(f"POST {DRAFT}", reason="a mistake")
editing(f"POST {DRAFT}/aspects", **ASPECT)
editing(f"POST {DRAFT}/aspects/{{aspect_id:uuid}}", **ASPECT)
editing(f"POST {DRAFT}/aspects/{{aspect_id:uuid}}/move", by="1")
editing(f"POST {DRAFT}/aspects/{{aspect_id:uuid}}/removal")
editing(f"POST {DRAFT}/calculation", **ASPECT)
editing(f"POST {DRAFT}/example", **ASPECT)
editing(f"POST {DRAFT}/criteria", code="B", name="Second")
editing(f"POST {DRAFT}/criteria/{{code:str}}", code="A", name="Other")
editing(f"POST {DRAFT}/criteria/{{code:str}}/move", by="1")
editing(f"POST {DRAFT}/criteria/{{code:str}}/removal")
editing(f"POST {DRAFT}/sub-criteria", criterion="A", code="A3", name="Third")
editing(f"POST {DRAFT}/sub-criteria/{{sub_id:uuid}}", code="A1", name="Other", day="1")
editing(f"POST {DRAFT}/sub-criteria/{{sub_id:uuid}}/move", by="1")
editing(f"POST {DRAFT}/sub-criteria/{{sub_id:uuid}}/removal")
editing(f"POST {DRAFT}/sections", title="Trade", section1_number="1", section1_name="All", section1_declared="100")
editing(f"POST {DRAFT}/discard")
editing(f"GET {DRAFT}")
editing(f"GET {DRAFT}/approval")


@probe(f"GET {DRAFT}/changes")
async def changes_of_draft(world: World, asker: Asker) -> Ask:
    await _draft(world)
    return Ask(query="?revision=1")


@probe(f"POST {DRAFT}/restorations")
async def restore(world: World, asker: Asker) -> Ask:
    revision, scheme = await _draft(world)
    with suppress(UserError):
        await save_draft(world.division, scheme, by=world.actor("mei"), seen_revision=revision)
    return Ask(data={"revision": str(await draft_revision(world)), "target": "1"})


@probe(f"POST {DRAFT}/readings")
async def confirm_reading(world: World, asker: Asker) -> Ask:
    _revision, scheme = await _draft(world)
    aspect = next(iter(scheme.aspects()))
    ranged = change_aspect(scheme, aspect.id or uuid4(), replace(aspect, calculation=RANGED))
    with suppress(UserError):
        await save_draft(world.division, ranged, by=world.actor("mei"), seen_revision=await draft_revision(world))
    return Ask(data={"revision": str(await draft_revision(world)), "aspect": str(aspect.id)})


def _capacity(asker: Asker) -> str:
    return "chief" if asker.name in ("chen", "dai") else "second"


@probe(f"POST {DRAFT}/approvals")
async def approve(world: World, asker: Asker) -> Ask:
    revision, _scheme = await _draft(world)
    return Ask(data={"revision": str(revision), "capacity": _capacity(asker), "absence": "1"})


@probe(f"POST {DRAFT}/approvals/{{approval_id:uuid}}/withdrawal")
async def withdraw_approval(world: World, asker: Asker) -> Ask:
    revision, _scheme = await _draft(world)
    capacity = "chief" if _capacity(asker) == "chief" else "second"
    with suppress(UserError):
        await approve_scheme(
            world.division, seen_revision=revision, capacity=capacity, absence=True, by=world.actor(asker.name)
        )
    rows = await fetch("SELECT id FROM scheme_approval WHERE by = $1 ORDER BY at DESC", world.accounts[asker.name])
    return Ask({"approval_id": rows[0]["id"] if rows else uuid4()}, {})


async def _to_lock(world: World) -> dict[str, str]:
    revision, scheme = await _draft(world)
    with suppress(UserError):
        await approve_scheme(world.division, seen_revision=revision, capacity="chief", by=world.actor("chen"))
        await approve_scheme(world.division, seen_revision=revision, capacity="second", by=world.actor("wu"))
    touched = await touches_of_draft(world.division.id, scheme)
    return {"revision": str(revision), "confirm": "17", "seen_marks": touched.digest if touched else ""}


@probe(f"POST {DRAFT}/lock")
async def lock_scheme(world: World, asker: Asker) -> Ask:
    return Ask(data=await _to_lock(world))


@probe(f"POST {D}/scheme/versions/{{number:int}}/marks")
async def lock_touching(world: World, asker: Asker) -> Ask:
    data = await _to_lock(world)
    draft = await get_draft(world.division.id)
    return Ask({"number": draft.number if draft else 1}, data)


@probe(f"POST {D}/scheme/uploads")
async def upload(world: World, asker: Asker) -> Ask:
    return Ask(files={"file": ("scheme.xlsx", export_scheme(SCHEME))})


async def _upload(world: World) -> UUID:
    return await hold_upload(world.division, ReadScheme(SCHEME, "cis", sha256="0" * 64), file_name="s", by=world.actor("mei"))


@probe(
    f"GET {D}/scheme/uploads/{{upload_id:uuid}}", f"POST {D}/scheme/uploads/{{upload_id:uuid}}/drop",
    f"POST {D}/scheme/uploads/{{upload_id:uuid}}/confirmation",
)  # fmt: skip
async def held_upload(world: World, asker: Asker) -> Ask:
    try:
        return Ask({"upload_id": await _upload(world)}, {"reason": "a mistake"})
    except UserError:
        return Ask({"upload_id": uuid4()}, {})


# Marking


plain(f"POST {D}/marking", confirm="17")
plain(f"POST {D}/marking/locks", scope="all")


@probe(f"POST {D}/teams/{{form_id:uuid}}")
async def name_team(world: World, asker: Asker) -> Ask:
    team = [str(world.experts[name]) for name in ("erik", "li", "mei", "wu")]
    return Ask({"form_id": world.sub("A2").id}, {"marker": team, "leader": team[0]})


@probe(f"POST {D}/marking/signatures")
async def sign(world: World, asker: Asker) -> Ask:
    rows = await fetch("SELECT id, position FROM sheet WHERE division = $1 ORDER BY id", world.division.id)
    return Ask(data={"sheet": [f"{row['id']}:{row['position']}" for row in rows] or [f"{uuid4()}:0"]})


async def _column(world: World) -> UUID:
    """A column of awarded marks that stood in the file of the scheme: A2.1 of somebody."""
    rows = await fetch("SELECT id FROM scheme_version WHERE division = $1 ORDER BY number", world.division.id)
    if not rows:
        return uuid4()
    marks = f'[{{"aspect": "{world.sub("A2").aspects[0].id}", "max": "30", "mark": "30", "typed": ""}}]'
    return await insert(
        "scheme_awarded", scheme_version=rows[0]["id"], file_name="s.xlsx", file_sha256="0" * 64, sheet="Import",
        label="Awarded", cell="L6", marks=marks, by=world.accounts["mei"], at=now(),
    )  # fmt: skip


@probe(f"GET {D}/marking/awarded/{{column_id:uuid}}")
async def show_column(world: World, asker: Asker) -> Ask:
    return Ask({"column_id": await _column(world)}, query="?entry=03")


@probe(f"POST {D}/marking/awarded/{{column_id:uuid}}")
async def take_column(world: World, asker: Asker) -> Ask:
    column_id = await _column(world)
    column = await get_awarded_column(world.division.id, column_id)
    target = await get_target(world.division.id, world.entries["03"])
    seen = (await prepare(column, target)).digest if column and target else "x"
    return Ask({"column_id": column_id}, {"seen": seen, "reason": "paper of day 1"}, query="?entry=03")


@probe(f"POST {S}/marks")
async def enter_mark(world: World, asker: Asker) -> Ask:
    """A1.1 of 03: entered for the first time, or once more with a reason."""
    sheet = await world.sheet("03", "A1")
    aspect = world.sub("A1").aspects[0].id
    rows = await fetch(
        "SELECT version FROM mark_entry WHERE sheet = $1 AND aspect = $2 ORDER BY version DESC",
        sheet.id if sheet else uuid4(), aspect,
    )  # fmt: skip
    mark = {
        "id": str(uuid4()), "aspect": str(aspect), "observed": "0", "version": rows[0]["version"] if rows else 0,
        "reason": "mistyped", "confirmed": True,
    }  # fmt: skip
    version = str(sheet.scheme_version if sheet else uuid4())
    return Ask({"sheet_id": sheet.id if sheet else uuid4()}, json={"scheme_version": version, "mark": mark})


async def _revealed(world: World) -> tuple[UUID, UUID]:
    """The sheet of 02 and its judgement aspect, whose scores are revealed."""
    sheet = await world.sheet("02", "A1")
    return sheet.id if sheet else uuid4(), world.sub("A1").aspects[1].id or uuid4()


@probe(f"POST {S}/aspects/{{aspect_id:uuid}}/rounds")
async def open_round(world: World, asker: Asker) -> Ask:
    sheet_id, aspect = await _revealed(world)
    return Ask({"sheet_id": sheet_id, "aspect_id": aspect}, {"reason": "procedure"})


@probe(f"POST {S}/aspects/{{aspect_id:uuid}}/corrections")
async def correct(world: World, asker: Asker) -> Ask:
    sheet_id, aspect = await _revealed(world)
    data = {"score": "1", "round": "1", "version": "1", "reason": "mistyped"}
    return Ask({"sheet_id": sheet_id, "aspect_id": aspect}, data)


@probe(f"POST {S}/corrections/{{correction_id:uuid}}/decision")
async def decide_correction(world: World, asker: Asker) -> Ask:
    """Mei asks; somebody else confirms."""
    sheet, (sheet_id, aspect), asked = await world.sheet("02", "A1"), await _revealed(world), uuid4()
    with suppress(UserError):
        if sheet:
            wanted = CorrectionRequest(asked, aspect, Decimal(1), 1, 1, "mistyped", None)
            await ask_correction(sheet, wanted, by=world.actor("mei"))
    return Ask({"sheet_id": sheet_id, "correction_id": asked}, {"decision": "confirmed"})


plain(f"POST {S}/reopenings", reason="keying_error")


@probe(f"GET {S}/preview")
async def preview(world: World, asker: Asker) -> Ask:
    return Ask(query=f"?aspect={world.sub('A1').aspects[0].id}&observed=1")


# Paper and results


plain(f"POST {D}/paper/prints", kind="blank")


@probe(f"GET {D}/paper/prints/{{job_id:uuid}}", f"GET {D}/paper/prints/{{job_id:uuid}}/forms.pdf")
async def own_print(world: World, asker: Asker) -> Ask:
    paper = await get_paper_division(world.event, world.division)
    if paper is None:
        return Ask()
    job = await start_print(paper, "blank", by=world.actor(asker.name))
    await fetch("UPDATE print_job SET state = 'done' WHERE id = $1", job)
    file_of(job).parent.mkdir(parents=True, exist_ok=True)
    file_of(job).write_bytes(b"%PDF")
    world.litter.append(file_of(job))
    return Ask({"job_id": job})


@probe(f"POST {D}/results/publications")
async def publish(world: World, asker: Asker) -> Ask:
    """What can be published now; the tie of 03 and 04 is decided first."""
    with suppress(UserError):
        await world.decide_tie()
    return Ask(data={"digest": await publishing_digest(world) or "x", "confirm": "17"})


@probe(f"POST {D}/results/ties")
async def decide_tie(world: World, asker: Asker) -> Ask:
    return Ask(data={"order": [str(world.entries["04"]), str(world.entries["03"])], "reason": "module A"})
