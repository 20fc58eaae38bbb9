"""What the editor shows: the current criterion, the open form with its values, the calculation with examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Response

from contest.skills.queries import DivisionFacts, sections_of_skill
from foundation.authentication import AppRequest
from foundation.language import gettext as _
from foundation.numbers import canonical_text, exact_text, parse_decimal, whole_or_none
from foundation.pages import NOTHING_TYPED, Typed, in_words, page
from foundation.problems import Problem, UserError
from judging.schemes import editing
from judging.schemes.actions_hooks import mark_rules
from judging.schemes.calculation_fields import FIELDS, MOST_ROWS, to_fields
from judging.schemes.calculations import calculation_rule
from judging.schemes.examples import examples_of
from judging.schemes.forms import AspectForm, aspect_from, mark_or_none, rows_wanted
from judging.schemes.page_phrases import CALCULATION_NAMES, calculation_name, note_sentence, with_field_names
from judging.schemes.queries import VersionLine, check_settings, revisions_of_version
from judging.schemes.routes_reading import scheme_or_404
from judging.schemes.routes_view import frame, home_of, view_of
from judging.schemes.rule_phrases import describe_calculation
from judging.schemes.scheme import Aspect, Criterion, Scheme, Section

TEMPLATE = "judging/schemes/editor.html"
SPARE_ROWS = 2


@dataclass(frozen=True, slots=True)
class Opened:
    """The form that is open: its kind (``aspect``, ``new-aspect``, ``sub`` …) and the key of its part."""

    kind: str = ""
    key: str = ""

    def is_of(self, kind: str, key: object = "") -> bool:
        return self.kind == kind and self.key == str(key)


async def started_scheme(division: DivisionFacts) -> Scheme:
    """An empty scheme with the sections of the trade's standards."""
    sections = await sections_of_skill(division.skill.id)
    return Scheme(division.title, (), tuple(Section(each.number, each.title, each.weight) for each in sections))


async def show_editor(
    request: AppRequest, division: DivisionFacts, version: VersionLine, criterion: str = "", opened: str = "", *,
    typed: Typed = NOTHING_TYPED, said: str = "", rows_only: Mapping[str, Any] | None = None,
) -> Response[Any]:  # fmt: skip
    """The editor's page, or its block for htmx. ``typed`` keeps a refused form; ``said`` is the last note."""
    scheme = await scheme_or_404(version)
    form = _opened(scheme, opened)
    here = _current(scheme, criterion or str((rows_only or typed.values).get("here", "")), form)
    edit = f"{home_of(request, division)}/draft"
    revisions = await revisions_of_version(version.id)
    undo = editing.undo_target([(line.revision, line.note) for line in reversed(revisions)])
    kept = {key: value for key, value in (rows_only or typed.values).items() if isinstance(value, str)}
    values = {**_values(scheme, here, form), **kept}
    if "add_row" in (rows_only or {}):
        values["rows"] = str(rows_wanted(rows_only or {}))
    view = view_of(scheme, await check_settings(division), edit=edit)
    return await page(
        request, TEMPLATE, block="editor", typed=Typed(values, _at_fields(typed.problems), typed.status),
        **frame(request, division, (_("Edit draft"), "")), version=version, view=view, edit=edit,
        current=here.code if here else "", line=next((each for each in view.criteria if each.criterion is here), None),
        opened=form, said=note_sentence(said) if said else "", undo=undo,
        undo_note=note_sentence(revisions[0].note) if undo else "", stale=_stale(typed),
        places=[(str(sub.id), f"{sub.code} {sub.name}") for sub in scheme.sub_criteria()],
        sections=[("", "–"), *((each.number, f"{each.number} {each.name}") for each in scheme.sections)],
        **_calculation_context(values, _kept_type(scheme, form)), **_example_context(values, _kept(scheme, form)),
    )  # fmt: skip


async def calculation_block(
    request: AppRequest, division: DivisionFacts, version: VersionLine, values: Mapping[str, Any]
) -> Response[Any]:
    """The fields of the chosen calculation, with what was typed kept."""
    kept = {key: value for key, value in values.items() if isinstance(value, str)}
    kept["rows"] = str(rows_wanted(values))
    context = _calculation_context(kept, kept.get("kept_type", ""))
    return await page(
        request, "judging/schemes/calculation.html", block="calculation", typed=Typed(kept),
        edit=f"{home_of(request, division)}/draft", **context,
    )  # fmt: skip


async def example_block(
    request: AppRequest, division: DivisionFacts, version: VersionLine, values: Mapping[str, Any]
) -> Response[Any]:
    """What observations give under the calculation as it is typed now."""
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    found = await scheme_or_404(version)
    kept = next((each for each in found.aspects() if str(each.id) == texts.get("aspect", "")), None)
    return await page(
        request, "judging/schemes/example.html", block="example", typed=Typed(texts),
        edit=f"{home_of(request, division)}/draft", **_example_context(texts, kept),
    )  # fmt: skip


def _opened(scheme: Scheme, opened: str) -> Opened:
    """What the address opens; a part that is gone opens nothing."""
    kind, _, key = opened.partition(":")
    if kind in ("sections", "new-criterion"):
        return Opened(kind)
    codes = {criterion.code for criterion in scheme.criteria}
    subs = {str(sub.id) for sub in scheme.sub_criteria()}
    aspects = {str(aspect.id) for aspect in scheme.aspects()}
    known = {"criterion": codes, "new-sub": codes, "sub": subs, "new-aspect": subs, "aspect": aspects}
    return Opened(kind, key) if key in known.get(kind, ()) else Opened()


def _current(scheme: Scheme, code: str, form: Opened) -> Criterion | None:
    """The criterion to show: that of the open form, else the one asked for, else the first."""
    for criterion in scheme.criteria:
        if form.kind in ("criterion", "new-sub") and criterion.code == form.key:
            return criterion
        for sub in criterion.sub_criteria:
            keys = {str(sub.id)} if form.kind in ("sub", "new-aspect") else {str(each.id) for each in sub.aspects}
            if form.kind in ("sub", "new-aspect", "aspect") and form.key in keys:
                return criterion
    asked = next((criterion for criterion in scheme.criteria if criterion.code == code), None)
    return asked or (scheme.criteria[0] if scheme.criteria else None)


def _values(scheme: Scheme, here: Criterion | None, form: Opened) -> dict[str, str]:
    """What the open form holds before anybody typed."""
    if form.kind == "aspect":
        place = editing.find_aspect(scheme, UUID(form.key))
        return _aspect_values(place.aspect, str(place.sub_criterion.id))
    if form.kind == "new-aspect":
        sub = editing.find_sub_criterion(scheme, UUID(form.key))
        like = sub.aspects[-1] if sub.aspects else None
        new = Aspect(like.type if like else "M", "", None, like.section if like else None, day=like.day if like else 1)
        return _aspect_values(new, form.key)
    if form.kind == "sub":
        sub = editing.find_sub_criterion(scheme, UUID(form.key))
        return {"code": sub.code, "name": sub.name, "day": str(sub.day or "")}
    if form.kind == "new-sub" and here:
        return {"code": editing.next_sub_code(here), "name": "", "day": ""}
    if form.kind == "criterion" and here:
        declared = "" if here.declared is None else exact_text(here.declared)
        return {"code": here.code, "name": here.name, "declared": declared}
    if form.kind == "new-criterion":
        return {"code": _next_letter(scheme)}
    return _section_values(scheme) if form.kind == "sections" else {}


def _next_letter(scheme: Scheme) -> str:
    try:
        return editing.next_letter(scheme)
    except UserError:
        return ""


def _section_values(scheme: Scheme) -> dict[str, str]:
    found = {"title": scheme.title, "section_rows": str(len(scheme.sections) + SPARE_ROWS)}
    for row, section in enumerate(scheme.sections, start=1):
        declared = "" if section.declared is None else exact_text(section.declared)
        found |= {f"section{row}_number": section.number, f"section{row}_name": section.name}
        found[f"section{row}_declared"] = declared
    return found


def _aspect_values(aspect: Aspect, sub_id: str) -> dict[str, str]:
    ladder = {step.score: step.text for step in aspect.descriptors}
    return {
        "type": aspect.type, "description": aspect.description, "extra": aspect.extra,
        "requirement": aspect.requirement, "section": aspect.section or "", "day": str(aspect.day or ""),
        "max_mark": "" if aspect.max_mark is None else exact_text(aspect.max_mark), "sub_criterion": sub_id,
        **{f"descriptor{score}": ladder.get(score, "") for score in range(4)}, **to_fields(aspect.calculation),
    }  # fmt: skip


def _kept(scheme: Scheme, form: Opened) -> Aspect | None:
    return editing.find_aspect(scheme, UUID(form.key)).aspect if form.kind == "aspect" else None


def _kept_type(scheme: Scheme, form: Opened) -> str:
    kept = _kept(scheme, form)
    return kept.calculation.type if kept and kept.calculation else ""


def _calculation_context(values: Mapping[str, str], kept_type: str) -> dict[str, Any]:
    names = [(kind, calculation_name(kind)) for kind in CALCULATION_NAMES]
    if kept_type and kept_type not in FIELDS:
        names.append((kept_type, kept_type))
    chosen = values.get("calculation") or "PASS_FAIL"
    rows = min(whole_or_none(values.get("rows", "")) or 0, MOST_ROWS)
    shape = FIELDS.get(chosen)
    return {
        "calculation_names": names, "chosen": chosen, "shape": shape, "kept_type": kept_type,
        "row_numbers": range(1, max(rows, 2) + 1) if shape and shape.rows else range(0),
    }  # fmt: skip


def _example_context(values: Mapping[str, str], kept: Aspect | None) -> dict[str, Any]:
    """``examples``: (example, mark); ``reading``: the calculation in words; ``faults``: why there are none."""
    try:
        aspect = _typed_aspect(values, kept)
        rule = calculation_rule(aspect) if aspect and aspect.max_mark else None
    except UserError as error:
        faults = [in_words(with_field_names(each)) for each in error.problems]
        return {"examples": [], "reading": [], "faults": faults, "tried": None}
    if aspect is None or rule is None or not mark_rules:
        return {"examples": [], "reading": describe_calculation(aspect) if aspect else [], "faults": [], "tried": None}
    mark_of, shown = mark_rules[0], examples_of(rule)
    return {
        "examples": [
            (each, canonical_text(each.observed), exact_text(mark_of(aspect, each.observed))) for each in shown
        ], "reading": describe_calculation(aspect), "faults": [],
        "tried": _tried(aspect, values.get("try", "")),
    }  # fmt: skip


def _typed_aspect(values: Mapping[str, str], kept: Aspect | None) -> Aspect | None:
    if values.get("type") != "M":
        return None
    mark = mark_or_none(values.get("max_mark", ""), "max_mark")
    form = AspectForm.model_construct(
        revision=0, type="M", description="", extra="", requirement=values.get("requirement", ""), section="",
        max_mark="" if mark is None else canonical_text(mark), day=None,
    )  # fmt: skip
    return aspect_from(form, values, kept)


def _tried(aspect: Aspect, text: str) -> tuple[str, str] | None:
    """The mark of an observation that the editor typed, or why it has none."""
    if not text.strip():
        return None
    number = parse_decimal(text)
    try:
        if isinstance(number, Problem):
            raise UserError(number)
        return canonical_text(number), exact_text(mark_rules[0](aspect, Decimal(number)))
    except UserError as error:
        return text.strip()[:40], in_words(error.problems[0]).sentence


def _at_fields(problems: Sequence[Problem]) -> list[Problem]:
    """Problems of the scheme (``aspect.0.2.5.max_mark``) at the field of the form (``max_mark``)."""
    return [
        replace(each, place=replace(each.place, field=(each.place.field or "").rpartition(".")[2] or None))
        for each in problems
    ]


def _stale(typed: Typed) -> str:
    """The revision on which a refused form was written, when somebody else saved meanwhile."""
    changed = any(problem.code == "draft_changed" for problem in typed.problems)
    return str(typed.values.get("revision", "")) if changed else ""
