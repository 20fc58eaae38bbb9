"""A scheme to the CIS workbook: two sheets, the template's headers, live formulas with their values.

What comes back by ``read_scheme`` is the same scheme, but for ids and rows. Sums are formulas; where the
scheme declares another number than its aspects add up to, the declared number stands, for nothing is
corrected. Calculations that CIS lacks go under our own type names (``check_export`` warns of each).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from foundation.problems import Place, Problem
from foundation.spreadsheet_writing import Formula, SheetPlan, write_workbook
from judging.schemes.allocation import section_marks, total_variation
from judging.schemes.calculation_grammar import CIS_TYPES, print_parameters
from judging.schemes.scheme import Aspect, Calculation, Criterion, Scheme, SubCriterion

SCHEME_SHEET = "CIS Marking Scheme Import"
CALCULATIONS_SHEET = "Calculations"
HEADERS = (
    "Sub\nCriterion\nID",
    "Sub Criterion\nName or Description",
    "Day of Marking",
    "Aspect\nType\nM = Meas\nJ = Judg",
    "Aspect - Description",
    "Judg Score",
    "Extra Aspect Description (Meas or Judg)\nOR\nJudgement Score Description (Judg only)",
    "Requirement\n(Measurement Only)",
    "WSOS Section",
    "Calculation Row \n(Export only)",
    "Max\nMark",
)
A, B, C, D, E, F, G, H, I, J, K, L, M, N = range(14)  # noqa: E741  # the template's columns by name
_WIDTHS = dict(enumerate((10.0, 32.0, 9.0, 9.0, 44.0, 7.0, 56.0, 24.0, 9.0, 11.0, 9.0, 12.0, 9.0, 9.0)))
_EXACT_DIGITS = 15

Value = str | int | Decimal | bool | Formula | None


def check_export(scheme: Scheme) -> list[Problem]:
    """What the workbook cannot say in CIS's own words: a warning per aspect, nothing is lost."""
    found = []
    for index, criterion in enumerate(scheme.criteria):
        for number, sub in enumerate(criterion.sub_criteria):
            for place, aspect in enumerate(sub.aspects):
                if aspect.calculation and aspect.calculation.type not in CIS_TYPES:
                    field = f"aspect.{index}.{number}.{place}.calculation"
                    values = {"sub_criterion": sub.code, "number": str(place + 1)}
                    values["type"] = aspect.calculation.type
                    where = Place(row=aspect.row, field=field)
                    found.append(Problem("calculation_not_in_cis", "warning", where, values))
    return found


def export_scheme(scheme: Scheme) -> bytes:
    """The workbook's bytes; equal schemes give equal bytes."""
    return write_workbook(plan_export(scheme))


def plan_export(scheme: Scheme) -> list[SheetPlan]:
    """What the two sheets hold, cell by cell."""
    calculations = _Calculations()
    sheet = _SchemeSheet(scheme, calculations)
    sheet.write()
    return [
        SheetPlan(SCHEME_SHEET, sheet.cells, _WIDTHS),
        SheetPlan(CALCULATIONS_SHEET, calculations.cells(), {A: 24.0, B: 32.0, C: 8.0, D: 100.0}),
    ]


class _Calculations:
    """The rows of the second sheet: each different calculation once, in the order met."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], int] = {}
        self.names: list[str] = []

    def row_of(self, calculation: Calculation) -> int:
        key = (calculation.type, print_parameters(calculation))
        if key not in self.rows:
            self.rows[key] = len(self.rows) + 1
            self.names.append(_name_of(calculation))
        return self.rows[key]

    def cells(self) -> dict[tuple[int, int], tuple[Value, str]]:
        found: dict[tuple[int, int], tuple[Value, str]] = {}
        for (kind, parameters), number in self.rows.items():
            name = self.names[number - 1]
            row: tuple[Value, ...] = (name, kind, bool(name), parameters)
            for column, value in enumerate(row):
                found[number - 1, column] = (value, "")
        return found


def _name_of(calculation: Calculation) -> str:
    """CIS names the calculations that are shared by all: a plain measurement, a count."""
    if calculation.type == "PASS_FAIL":
        return "Measurement"
    possible = calculation.parameters.get("NUM_POSSIBLE")
    if calculation.type == "NUMBER_COMPLETED" and possible and possible.number is not None:
        return f"Number Completed {possible.number.normalize():f}"
    return ""


class _SchemeSheet:
    """Writes the first sheet from top to bottom; rows count from 0, formulas name them from 1."""

    def __init__(self, scheme: Scheme, calculations: _Calculations) -> None:
        self.scheme = scheme
        self.calculations = calculations
        self.cells: dict[tuple[int, int], tuple[Value, str]] = {}
        self.row = 0

    def put(self, column: int, value: Value, style: str = "") -> None:
        if value not in (None, ""):
            self.cells[self.row, column] = (value, style)

    def write(self) -> None:
        sections, criteria = self.scheme.sections, self.scheme.criteria
        first = 11 + len(sections) + len(criteria)
        blocks = list(_blocks(criteria, first))
        last = blocks[-1][2] if blocks else first
        self.put(A, self.scheme.title, "title")
        self._write_sections(first + 2, last + 1)
        self._write_criteria()
        for criterion, header, end in blocks:
            self.row = header
            self._write_header(criterion, header, end)
            self._write_rows(criterion)
        self.row = last + 3
        self._write_total(last)

    def _write_sections(self, first: int, last: int) -> None:
        self.row = 2
        self.put(A, "WorldSkills Occupational Standards", "strong")
        self.row = 3
        titles = {A: "Section", B: "WSOS Marks", I: "WSOS Marks", J: "Aspect Marks", K: "Variation"}
        for column, title in titles.items():
            self.put(column, title, "head")
        marks = section_marks(self.scheme)
        for section in self.scheme.sections:
            self.row += 1
            line = self.row + 1
            computed = marks.get(section.number, Decimal(0))
            self.put(A, _section(section.number))
            self.put(B, section.name, "text")
            self.put(I, _number(section.declared), "mark")
            summed = f"=SUMIF(I{first}:I{last},A{line},K{first}:K{last})"
            self.put(J, Formula(summed, computed), "mark")
            varies = abs((section.declared or Decimal(0)) - computed)
            self.put(K, Formula(f"=ABS(I{line}-J{line})", varies), "mark")
        self.row += 1
        self.put(I, "Total Variation", "strong")
        if self.scheme.sections:
            variation = total_variation(self.scheme)
            self.put(K, Formula(f"=SUM(K5:K{self.row})", variation), "sum")

    def _write_criteria(self) -> None:
        self.row += 3
        self.put(A, "Criteria", "strong")
        self.row += 1
        for column, title in {A: "ID", B: "Name", K: "Mark"}.items():
            self.put(column, title, "head")
        for criterion in self.scheme.criteria:
            self.row += 1
            self.put(A, criterion.code)
            self.put(B, criterion.name, "text")
            self.put(K, _number(criterion.declared), "mark")

    def _write_header(self, criterion: Criterion, header: int, end: int) -> None:
        for column, title in enumerate(HEADERS):
            self.put(column, title, "head")
        self.put(L, f"Criterion {criterion.code}", "head")
        self.put(M, "Total\nMark", "head")
        self.put(N, Formula(f"=SUM(K{header + 2}:K{end + 1})", criterion.max_mark), "sum")

    def _write_rows(self, criterion: Criterion) -> None:
        for sub in criterion.sub_criteria:
            self.row += 1
            days = {aspect.day for aspect in sub.aspects}
            self.put(A, sub.code, "strong")
            self.put(B, sub.name, "text")
            self.put(C, sub.day if len(days) == 1 else None)
            for aspect in sub.aspects:
                self.row += 1
                self.put(C, aspect.day if len(days) > 1 else None)
                self._write_aspect(aspect)
            self.row += 1

    def _write_aspect(self, aspect: Aspect) -> None:
        self.put(D, aspect.type)
        self.put(E, aspect.description, "text")
        self.put(G, aspect.extra, "text")
        self.put(H, aspect.requirement, "text")
        self.put(I, _section(aspect.section))
        if aspect.calculation is not None:
            self.put(J, self.calculations.row_of(aspect.calculation))
        self.put(K, _number(aspect.max_mark), "mark")
        for step in aspect.descriptors:
            self.row += 1
            self.put(F, step.score)
            self.put(G, step.text, "text")

    def _write_total(self, last: int) -> None:
        computed, declared = self.scheme.max_mark, self.scheme.declared_total
        if declared is None:  # a sum beside "Competition" is a declaration; this one is only a sum
            self.put(L, "All criteria", "strong")
        else:
            self.put(L, "Competition", "strong")
            self.put(M, "Total\nMark", "strong")
        if declared is not None and declared != computed:
            self.put(N, _number(declared), "sum")
        else:
            self.put(N, Formula(f"=SUM(N1:N{last + 2})", computed), "sum")


def _blocks(criteria: Sequence[Criterion], first: int) -> Iterator[tuple[Criterion, int, int]]:
    """Each criterion with the rows of its header and of its last line (a blank one)."""
    for criterion in criteria:
        end = first + max(sum(_height(sub) for sub in criterion.sub_criteria), 1)
        yield criterion, first, end
        first = end + 1


def _height(sub: SubCriterion) -> int:
    return 2 + sum(1 + len(aspect.descriptors) for aspect in sub.aspects)


def _number(number: Decimal | None) -> Decimal | str | None:
    """A number cell; as a text where a binary float would not hold it exactly."""
    if number is None:
        return None
    return number if len(number.normalize().as_tuple().digits) <= _EXACT_DIGITS else format(number, "f")


def _section(section: str | None) -> int | str | None:
    if section is None:
        return None
    plain = section.isascii() and section.isdigit() and str(int(section)) == section and len(section) < 10
    return int(section) if plain else section
