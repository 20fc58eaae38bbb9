"""A scheme as its pages show it: sums, lines, and each problem with the link to its place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest
from foundation.language import gettext as _
from foundation.numbers import exact_text
from foundation.pages import Said, in_words
from foundation.problems import Problem
from judging.schemes.access import SEES_MARKS, event_of, standing_of
from judging.schemes.allocation import Allocation, allocate
from judging.schemes.checks import CheckSettings, check_scheme
from judging.schemes.page_phrases import with_field_names
from judging.schemes.rule_phrases import describe_calculation
from judging.schemes.scheme import Aspect, Criterion, Scheme, SubCriterion


@dataclass(frozen=True, slots=True)
class LinkedProblem:
    """A problem in words with the address of its place in the page."""

    said: Said
    href: str

    @property
    def is_error(self) -> bool:
        return self.said.severity == "error"


@dataclass(frozen=True, slots=True)
class AspectLine:
    key: str
    label: str
    number: int
    aspect: Aspect
    mark: str
    calculation: Sequence[str]
    problems: Sequence[LinkedProblem]


@dataclass(frozen=True, slots=True)
class SubLine:
    key: str
    sub: SubCriterion
    mark: str
    aspects: Sequence[AspectLine]
    problems: Sequence[LinkedProblem]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    criterion: Criterion
    mark: str
    declared: str
    subs: Sequence[SubLine]
    problems: Sequence[LinkedProblem]
    measured: int
    judged: int

    @property
    def differs(self) -> bool:
        return self.criterion.declared not in (None, self.criterion.max_mark)


@dataclass(frozen=True, slots=True)
class SchemeView:
    """The whole scheme for a template."""

    scheme: Scheme
    criteria: Sequence[CriterionLine]
    problems: Sequence[LinkedProblem]
    allocation: Allocation
    total: str
    total_max: str
    days: Mapping[str, int] = field(default_factory=dict)

    @property
    def error_count(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    @property
    def warning_count(self) -> int:
        return len(self.problems) - self.error_count

    @property
    def aspects(self) -> int:
        return sum(line.measured + line.judged for line in self.criteria)

    @property
    def measured(self) -> int:
        return sum(line.measured for line in self.criteria)

    @property
    def judged(self) -> int:
        return sum(line.judged for line in self.criteria)

    @property
    def complete(self) -> bool:
        return self.total == self.total_max


def view_of(
    scheme: Scheme, settings: CheckSettings, *, edit: str = "", document: str = "",
    problems: Sequence[Problem] | None = None,
) -> SchemeView:  # fmt: skip
    """The view of a scheme. Problems link to their place in the editor at ``edit``, else in the ``document``, else
    in the page itself.

    ``problems`` are those of approval unless a file's own are given.
    """
    found = check_scheme(scheme, settings, "approval") if problems is None else problems
    by_place: dict[str, list[LinkedProblem]] = {}
    linked = []
    for problem in found:
        href = _href(scheme, problem.place.field or "", edit, document)
        one = LinkedProblem(in_words(with_field_names(problem)), href)
        linked.append(one)
        by_place.setdefault(_owner(problem.place.field or ""), []).append(one)
    days = Counter(str(aspect.day or "") for aspect in scheme.aspects())
    return SchemeView(
        scheme,
        [_criterion(criterion, index, by_place) for index, criterion in enumerate(scheme.criteria)],
        sorted(linked, key=lambda each: not each.is_error),
        allocate(scheme),
        exact_text(scheme.max_mark),
        exact_text(settings.total_max),
        dict(sorted(days.items())),
    )


def _owner(field_name: str) -> str:
    """``aspect.0.2.5.max_mark`` belongs to ``aspect.0.2.5``."""
    parts = field_name.split(".")
    return ".".join(parts[:4]) if parts[0] == "aspect" else field_name


def _criterion(
    criterion: Criterion, index: int, problems: Mapping[str, list[LinkedProblem]]
) -> CriterionLine:
    types = Counter(aspect.type for sub in criterion.sub_criteria for aspect in sub.aspects)
    return CriterionLine(
        criterion,
        exact_text(criterion.max_mark),
        "" if criterion.declared is None else exact_text(criterion.declared),
        [_sub(sub, f"{index}.{number}", problems) for number, sub in enumerate(criterion.sub_criteria)],
        problems.get(f"criterion.{index}", ()),
        types["M"],
        types["J"],
    )


def _sub(sub: SubCriterion, place: str, problems: Mapping[str, list[LinkedProblem]]) -> SubLine:
    lines = [
        AspectLine(
            part_key(aspect, f"{place}.{number}"), f"{sub.code}.{number + 1}", number + 1, aspect,
            _mark(aspect.max_mark), _in_words(aspect), problems.get(f"aspect.{place}.{number}", ()),
        )
        for number, aspect in enumerate(sub.aspects)
    ]  # fmt: skip
    return SubLine(
        part_key(sub, place), sub, exact_text(sub.max_mark), lines, problems.get(f"sub_criterion.{place}", ())
    )


def part_key(part: Aspect | SubCriterion, place: str) -> str:
    """The anchor of a part: its id, or its place in a file that was only read."""
    return f"part-{part.id}" if part.id else f"part-{place.replace('.', '-')}"


def _in_words(aspect: Aspect) -> list[str]:
    """The calculation in words; "done or not done" explains itself."""
    if aspect.calculation is None or aspect.calculation.type == "PASS_FAIL":
        return []
    return describe_calculation(aspect)


def _mark(value: Decimal | None) -> str:
    return "–" if value is None else exact_text(value)


def _href(scheme: Scheme, field_name: str, edit: str, document: str) -> str:
    kind, *places = field_name.split(".")
    numbers = [int(each) for each in places if each.isdigit()]
    if kind == "section" and edit:
        return f"{edit}?open=sections#sections"
    if kind not in ("criterion", "sub_criterion", "aspect") or not numbers:
        return f"{edit or document}#sums"
    criterion = scheme.criteria[numbers[0]]
    if kind == "criterion":
        return f"{edit}?criterion={criterion.code}" if edit else f"{document}#criterion-{criterion.code}"
    sub = criterion.sub_criteria[numbers[1]]
    part: Aspect | SubCriterion = sub.aspects[numbers[2]] if kind == "aspect" else sub
    anchor = "#" + part_key(part, ".".join(str(each) for each in numbers))
    word = "aspect" if kind == "aspect" else "sub"
    return f"{edit}?criterion={criterion.code}&open={word}:{part.id}{anchor}" if edit else f"{document}{anchor}"


def home_of(request: AppRequest, division: DivisionFacts) -> str:
    """The address of the division's scheme."""
    return f"{event_of(request).href}/divisions/{division.slug}/scheme"


def frame(request: AppRequest, division: DivisionFacts, *crumbs: tuple[str, str]) -> dict[str, Any]:
    """What every page of a scheme needs: where it is, the way to it, and whether the reader sees marks."""
    event, home = event_of(request), home_of(request, division)
    way = [
        (event.name, event.href),
        (division.title, f"{event.href}/skills/{division.skill.code}"),
        (_("Marking scheme"), home),
        *crumbs,
    ]
    sees = bool(standing_of(request).in_skill(event.id, division.skill.id) & SEES_MARKS)
    return {"event": event, "division": division, "home": home, "breadcrumbs": way, "sees_marks": sees}
