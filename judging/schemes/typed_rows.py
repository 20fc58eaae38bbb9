"""Rows under a header with an aspect type: CIS template v3 … v5 and v1/v2, their kin, the Russian national.

A row is told by what it holds: a code or name starts a sub-criterion (a single letter: a criterion), a type
or a maximum mark an aspect, a step of a ladder a descriptor, a lone text goes on with the row above.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter

from judging.schemes.building import Building, OpenAspect
from judging.schemes.cells import (
    Cell,
    Row,
    folded_code,
    is_blank,
    is_date,
    number_of,
    section_of,
    text_of,
)
from judging.schemes.labels import is_competition, is_total
from judging.schemes.layout import Layout, criterion_of, repeated_header
from judging.schemes.scheme import Calculation
from judging.schemes.typed_cells import read_day, read_step, read_type

_ROLES = (
    "code", "sub", "day", "type", "aspect", "score", "extra", "requirement", "section", "calculation", "max",
)  # fmt: skip
_ORDINARY = frozenset((str, float))
_NOTHING = ("",) * len(_ROLES)
_NO_ASPECT = _NOTHING[3:]
_TEXT_ROLES = ("sub", "aspect", "extra", "requirement")

Calculations = Callable[[Cell, int], Calculation | None]


class TypedRows:
    """Reads the rows of one sheet into ``building``; ``calculation`` finds one by its row number."""

    def __init__(self, building: Building, layout: Layout, calculation: Calculations) -> None:
        self.building = building
        self.calculation = calculation
        self.layout = layout
        self.labelled = False
        self.codes_used = False
        self.fresh = False
        self._use(layout)

    def _use(self, layout: Layout) -> None:
        self.layout = layout
        self.building.columns = layout.columns
        self.complete = all(role in layout.columns for role in _ROLES)
        self.pick = itemgetter(*(layout.columns.get(role, -1) for role in _ROLES))

    def read(self, rows: Sequence[Row]) -> None:
        """Read every row from the header on."""
        code_column = self.layout.columns.get("code", -1)
        self.codes_used = code_column >= 0 and any(
            not is_blank(row[code_column]) and len(folded_code(row[code_column])) > 1
            for row in rows[self.layout.row + self.layout.height :]
        )
        index = self.layout.row
        self._start_block(rows, index)
        index += self.layout.height
        while index < len(rows):
            index += self._read_row(rows, index)
        self.building.settle()

    def _read_row(self, rows: Sequence[Row], index: int) -> int:
        row = rows[index]
        cells = self.pick(row if self.complete else [*row, ""])
        if cells == _NOTHING:
            self._read_sum(row, index)
            return 1
        kind, maximum = cells[3], cells[10]
        if (maximum.__class__ is str and maximum) or (kind.__class__ is str and len(kind) > 2):
            header = repeated_header(self.layout, rows, index)
            if header:
                self._use(header)
                self._start_block(rows, index)
                return header.height
        self._read_cells(cells, row, index)
        return 1

    def _start_block(self, rows: Sequence[Row], index: int) -> None:
        """A header row: its "Criterion A" names the criterion, the number beside it is the file's sum."""
        building = self.building
        letter = criterion_of(self.layout, rows[index]) or (
            criterion_of(self.layout, rows[index + 1]) if self.layout.height == 2 else None
        )
        self.labelled = letter is not None
        self.fresh = True
        building.sub = building.aspect = None
        if letter is None:
            return
        building.start_criterion(letter)
        for number in range(index, index + self.layout.height):
            for column in range(self.layout.columns["max"] + 1, len(rows[number])):
                declared = number_of(rows[number][column])
                if declared is not None:
                    building.header_sum(letter, declared, number, column)
                    return

    def _read_sum(self, row: Row, index: int) -> None:
        """A row outside the columns that count: "Competition | Total Mark | 100"."""
        if row.count("") == len(row):
            return
        texts = [cell for cell in row if cell.__class__ is str and cell]
        if any(is_competition(text) or is_total(str(text)) for text in texts):
            self.building.total(row, index)

    def _read_cells(self, cells: Sequence[Cell], row: Row, index: int) -> None:
        code, sub, _, kind, aspect, score, *_, maximum = cells
        if code == sub == kind == maximum == "" and not is_blank(score):
            self._add_step(cells, index)
            return
        kind_text = text_of(kind)
        code_text = folded_code(code) if code != "" else ""
        sub_text = text_of(sub) if sub != "" else ""
        untyped = not kind_text
        if untyped and self._is_sum_row(cells, row, index):
            return
        if untyped and len(code_text) == 1 and code_text.isalpha() and not self.labelled and score == "":
            self._start_criterion(code_text, sub_text or text_of(aspect), maximum, index)
            return
        if code_text or sub_text:
            if self._starts_sub(code_text, sub_text, kind_text, maximum, aspect):
                self._start_sub(code_text, sub_text, cells, index)
            if cells[3:] == _NO_ASPECT:
                return
            if self.building.sub is not None and sub_text == self.building.sub.name:
                sub_text = ""
        if self._is_aspect(cells, kind_text, sub_text):
            self._add_aspect(cells, kind_text, sub_text, index)
        elif score != "" and not is_blank(score):
            self._add_step(cells, index)
        elif not self._continue(cells, index):
            self._read_sum(row, index)

    def _is_sum_row(self, cells: Sequence[Cell], row: Row, index: int) -> bool:
        if cells[5] != "":
            return False
        texts = [text_of(cells[at]) for at in (0, 1, 4, 6) if isinstance(cells[at], str) and cells[at]]
        if len(texts) == 1 and is_total(texts[0]):
            right = row[self.layout.columns["max"] :]
            if any(number_of(cell) is not None for cell in right):
                self.building.total(row, index)
                return True
        return False

    def _start_criterion(self, code: str, name: str, maximum: Cell, index: int) -> None:
        declared = self.building.number(maximum, index, "max")
        cell = self.building.cell(index, "max") if declared is not None else None
        self.building.start_criterion(code, name, declared, cell)

    def _starts_sub(self, code: str, sub: str, kind: str, maximum: Cell, aspect: Cell) -> bool:
        current = self.building.sub
        if code:
            if current is None:
                return True
            numbered = code.startswith((f"{current.code}.", f"{current.code}-"))
            again = code == current.code and sub in ("", current.name) and bool(kind)
            return not again and not (numbered and kind)
        if not sub or (current is not None and sub == current.name):
            return False
        if kind or not is_blank(maximum):
            return not self.codes_used
        return is_blank(aspect)

    def _start_sub(self, code: str, name: str, cells: Sequence[Cell], index: int) -> None:
        building = self.building
        self._choose_criterion(code, index)
        if not code and self.codes_used:
            building.note("code_missing", "warning", index, "code", name=name)
        sub = building.start_sub(code, name, index)
        sub.day = read_day(building, cells[2], index)
        if is_date(cells[0]) or is_date(cells[1]):
            building.note("date_in_cell", "error", index, "code", value=str(cells[0]))

    def _choose_criterion(self, code: str, index: int) -> None:
        """Without a labelled header the code's letter counts; a label used twice is a slip of copying."""
        building, fresh, self.fresh = self.building, self.fresh, False
        current = building.criterion
        letter = code[0] if code[:1].isalpha() and code[1:2].isdigit() else None
        if letter and (current is None or current.code != letter):
            used = any(each.code == letter and each.subs for each in building.criteria)
            if not self.labelled:
                building.start_criterion(letter)
            elif fresh and current is not None and current.subs and not used:
                values = {"label": current.code, "code": code}
                building.note("criterion_label_differs", "warning", index, "code", **values)
                building.start_criterion(letter)
        elif letter is None and fresh and not self.labelled and current is not None and current.subs:
            building.start_criterion(chr(ord(current.code[0]) + 1))

    def _is_aspect(self, cells: Sequence[Cell], kind: str, title: str) -> bool:
        if kind or (title and not is_blank(cells[10])):
            return True
        aspect, extra, section, maximum = cells[4], cells[6], cells[8], cells[10]
        if is_blank(aspect) and is_blank(extra):
            return False
        if not is_blank(maximum):
            return True
        return not is_blank(aspect) and not is_blank(section) and is_blank(cells[5])

    def _add_aspect(self, cells: Sequence[Cell], kind: str, title: str, index: int) -> None:
        building = self.building
        _, _, day, _, aspect, score, extra, requirement, section, calculation, maximum = cells
        self._refuse_dates(cells, index)
        aspect_type, unclear = read_type(building, kind, index)
        description, more = text_of(aspect), text_of(extra)
        if title:
            more = "\n".join(part for part in (description, more) if part)
            description = title
        if not description and building.sub is not None and building.sub.row == index:
            description = building.sub.name
        opened = OpenAspect(
            aspect_type,
            description,
            building.number(maximum, index, "max", needed=True),
            index + 1,
            section_of(section),
            more,
            text_of(requirement),
            self.calculation(calculation, index) if aspect_type == "M" else None,
            unclear=unclear,
        )
        building.add(opened)
        if day != "" and building.sub is not None and building.sub.row != index:
            opened.day = read_day(building, day, index)
        if score != "" and not is_blank(score):
            opened.extra = ""
            read_step(self.building, opened, score, more, index)

    def _refuse_dates(self, cells: Sequence[Cell], index: int) -> None:
        if _ORDINARY.issuperset(map(type, cells)):
            return
        for at in range(3, 10):
            if is_date(cells[at]):
                self.building.note("date_in_cell", "error", index, _ROLES[at], value=str(cells[at]))

    def _add_step(self, cells: Sequence[Cell], index: int) -> None:
        self._refuse_dates(cells, index)
        aspect = self.building.aspect
        texts = [text_of(cells[at]) for at in (6, 4, 7) if cells[at] != ""]
        text = "\n".join(part for part in texts if part)
        if aspect is None:
            self.building.note("row_not_understood", "warning", index, "score", value=text[:80])
            return
        read_step(self.building, aspect, cells[5], text, index)

    def _continue(self, cells: Sequence[Cell], index: int) -> bool:
        """A lone text goes on with the aspect above, or with the last step of its ladder.

        False when nothing stands in the columns that count.
        """
        texts = {role: text_of(cell) for role, cell in zip(_ROLES, cells, strict=True) if cell != ""}
        if not any(texts.values()):
            return False
        if number_of(cells[10]) is not None:
            self._sum_of_sub(cells[10], index, texts)
            return True
        self._refuse_dates(cells, index)
        lines = {role: texts[role] for role in ("aspect", "extra", "requirement") if texts.get(role)}
        aspect = self.building.aspect
        if lines and aspect is None:
            self._continue_sub(lines, index)
        elif aspect is not None:
            aspect.go_on(lines)
        return True

    def _continue_sub(self, lines: dict[str, str], index: int) -> None:
        sub = self.building.sub
        if sub is not None and not sub.name and "aspect" in lines:
            sub.name = lines.pop("aspect")
        if lines:
            value = " ".join(lines.values())[:80]
            self.building.note("row_not_understood", "warning", index, "aspect", value=value)

    def _sum_of_sub(self, maximum: Cell, index: int, texts: dict[str, str]) -> None:
        sub = self.building.sub
        if sub is not None and sub.row == index:
            sub.declared = number_of(maximum)
        elif not any(texts.get(role) for role in _TEXT_ROLES):
            value = text_of(maximum)
            self.building.note("number_ignored", "warning", index, "max", value=value)
