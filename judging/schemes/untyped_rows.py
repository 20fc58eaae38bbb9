"""Rows under a header without an aspect type: Korean, Russian with six columns, ladders in columns.

Levels are told by what stands where: a single letter as code is a criterion; a text in the sub-criterion's
column, or a code like A1, is a sub-criterion; a text in the aspect's column with a mark is an aspect. A mark
on a row that has aspects below it is a sum of the file and is not added. All aspects are Measurement.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from judging.schemes.building import Building, OpenAspect, OpenSub
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
from judging.schemes.layout import Layout, repeated_header
from judging.schemes.scheme import Descriptor

_CRITERION_IN_WORDS = re.compile(r"(?:критерий|модуль|criterion|module)\s+[A-ZА-Я]\b", re.IGNORECASE)
_LETTER_AND_NAME = re.compile(
    r"(?:(?:критерий|модуль|criterion|module)\s+)?([A-ZА-Я])(?:[.):\s–—-]+(.*))?", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row by role. ``level``: 0 criterion, 1 sub-criterion, 2 aspect, 3 goes on, 4 nothing, 5 sum."""

    row: int
    level: int
    code: str
    group: str
    text: str
    mark: Decimal | None
    criterion: str = ""


class UntypedRows:
    """Reads the rows of one sheet into ``building``."""

    def __init__(self, building: Building, layout: Layout) -> None:
        self.building = building
        self.layout = layout
        self.columns = layout.columns
        self.one_column = "sub" not in layout.columns
        self.codes_of_groups = False
        self.korean = layout.name == "korean"
        self.last_group = ""

    def read(self, rows: Sequence[Row]) -> None:
        """Read every row below the header."""
        building = self.building
        building.note("type_column_missing", "warning", self.layout.row)
        self.codes_of_groups = self._codes_stand_with_groups(rows)
        lines = []
        index = self.layout.row + self.layout.height
        while index < len(rows):
            header = repeated_header(self.layout, rows, index) if self._may_repeat(rows[index]) else None
            if header is None:
                lines.append(self._line(rows[index], index))
            index += header.height if header else 1
        for line in self._leaves_as_aspects(self._sums_as_criteria(lines, rows)):
            self._take(line, rows[line.row])
        building.settle()

    def _may_repeat(self, row: Row) -> bool:
        mark = self._at(row, "max")
        return isinstance(mark, str) and not is_blank(mark) and number_of(mark) is None

    def _at(self, row: Row, role: str) -> Cell:
        column = self.columns.get(role, -1)
        return row[column] if 0 <= column < len(row) else ""

    def _codes_stand_with_groups(self, rows: Sequence[Row]) -> bool:
        """Whether the code column numbers the sub-criteria and not the aspects."""
        below = rows[self.layout.row + self.layout.height :]
        with_group = [row for row in below if not is_blank(self._at(row, "sub"))]
        alone = [
            row
            for row in below
            if is_blank(self._at(row, "sub"))
            and not is_blank(self._at(row, "code"))
            and not is_blank(self._at(row, "aspect"))
        ]
        return bool(with_group) and not alone

    def _line(self, row: Row, index: int) -> _Line:
        code = folded_code(self._at(row, "code"))
        group, text = text_of(self._at(row, "sub")), text_of(self._at(row, "aspect"))
        criterion = text_of(self._at(row, "criterion")) or self._named_in_words(row, code, group, text)
        mark_cell = self._at(row, "max")
        texts = [part for part in (code, criterion, group, text) if part]
        if len(texts) == 1 and is_total(texts[0]) and any(number_of(cell) is not None for cell in row):
            return _Line(index, 5, code, "", text, None)
        if not texts and any(is_competition(cell) for cell in row):
            return _Line(index, 5, "", "", "", None)
        mark = self.building.number(mark_cell, index, "max")
        level = self._level(row, code, group, text, mark)
        if criterion and (
            criterion in (text, group, text_of(self._at(row, "code"))) or not (text or group or level == 3)
        ):
            level = 0
        self.last_group = group or self.last_group
        for role in self.columns:
            if role not in ("max", "awarded") and is_date(self._at(row, role)):
                self.building.note("date_in_cell", "error", index, role, value=str(self._at(row, role)))
        return _Line(index, level, code, group, text, mark, criterion)

    def _named_in_words(self, row: Row, code: str, group: str, text: str) -> str:
        """A row "Критерий А. Сборка" that stands alone in any of the text columns."""
        texts = [part for part in (text_of(self._at(row, "code")), group, text) if part]
        if len(texts) == 1 and _CRITERION_IN_WORDS.match(texts[0]) and not self._has_ladder(row):
            return texts[0]
        return ""

    def _level(self, row: Row, code: str, group: str, text: str, mark: Decimal | None) -> int:
        if len(code) == 1 and code.isalpha() and not self._has_ladder(row) and not (group and text):
            return 0
        if self.one_column:
            return self._level_by_code(row, code, text, mark)
        if text:
            return 2 if self._is_own_row(row, code, group, mark) else 3
        if group:
            return 1
        if mark is not None:
            return 2 if self._has_extra(row) else 4
        return 3 if self._has_extra(row) else 4

    def _is_own_row(self, row: Row, code: str, group: str, mark: Decimal | None) -> bool:
        """An aspect, and not a further line of the one above."""
        if mark is not None or not is_blank(self._at(row, "section")):
            return True
        return bool(group and group != self.last_group) or (bool(code) and not self.korean)

    def _level_by_code(self, row: Row, code: str, text: str, mark: Decimal | None) -> int:
        if not text and mark is None:
            return 3 if self._has_extra(row) else 4
        if self._has_ladder(row):
            return 2
        if not code:
            return 2 if mark is not None else 3
        lettered = code[0].isalpha()
        digits = [part for part in code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZБГДЖЗИЛПФЦЧШЭЮЯ").split(".") if part]
        return 1 if len(digits) <= 1 and (lettered or "." not in code) else 2

    def _has_ladder(self, row: Row) -> bool:
        return any(not is_blank(self._at(row, role)) for role in self.columns if role.startswith("step"))

    def _has_extra(self, row: Row) -> bool:
        return any(not is_blank(self._at(row, role)) for role in ("extra", "requirement"))

    def _sums_as_criteria(self, lines: Sequence[_Line], rows: Sequence[Row]) -> list[_Line]:
        """With a ladder in columns, a row without one that holds the sum of those below is a criterion."""
        if "step0" not in self.columns:
            return list(lines)
        found = []
        for at, line in enumerate(lines):
            if line.level == 2 and not line.code and not self._has_ladder(rows[line.row]):
                below = Decimal(0)
                for following in lines[at + 1 :]:
                    if following.level != 2 or not self._has_ladder(rows[following.row]):
                        break
                    below += following.mark or Decimal(0)
                if below and below == line.mark:
                    line = replace(line, level=0, criterion=line.text)
            found.append(line)
        return found

    def _leaves_as_aspects(self, lines: Sequence[_Line]) -> list[_Line]:
        """Where no row of a criterion has aspects below it, its marked rows are the aspects."""
        found: list[_Line] = []
        for block in _blocks(lines):
            if any(line.level == 2 for line in block):
                found += block
                continue
            for line in block:
                leaf = line.level == 1 and line.mark is not None
                text = line.text or line.group
                found.append(replace(line, level=2, code="", group="", text=text) if leaf else line)
        return found

    def _take(self, line: _Line, row: Row) -> None:
        building = self.building
        if line.criterion:
            self._name_criterion(line)
        elif line.level == 5:
            building.total(row, line.row)
        elif line.level == 0:
            self._start_criterion(line, line.code, line.group or line.text)
        if line.level == 1:
            self._start_sub(line).declared = line.mark
        elif line.level == 2:
            self._take_aspect(line, row)
        elif line.level == 3:
            self._go_on(line, row)

    def _start_criterion(self, line: _Line, code: str, name: str) -> None:
        declared = line.mark if line.level == 0 else None
        cell = self.building.cell(line.row, "max") if declared is not None else None
        self.building.start_criterion(code, name, declared, cell)

    def _name_criterion(self, line: _Line) -> None:
        """A criterion in a column of its own: "Б. Монтаж", or a name alone, which gets the next letter."""
        current = self.building.criterion
        found = _LETTER_AND_NAME.fullmatch(line.criterion)
        code = folded_code(found[1]) if found else ""
        name = (found[2] or "").strip() if found else line.criterion
        if len(line.code) == 1 and line.code.isalpha():
            code, name = line.code, name or line.text
        if current is not None and (name or code) in (current.name, current.code):
            return
        if not code:
            code = chr(ord("A") + len(self.building.criteria))
        self._start_criterion(line, code, name)

    def _start_sub(self, line: _Line) -> OpenSub:
        code = line.code if self.one_column or self.codes_of_groups else ""
        if not code and line.code and line.code[0].isalpha():
            code = line.code
        letter = code[0] if code[:1].isalpha() and code[1:2].isdigit() else None
        criterion = self.building.criterion
        if letter and (criterion is None or criterion.code != letter):
            self.building.start_criterion(letter)
        return self.building.start_sub(code, line.group or line.text, line.row)

    def _take_aspect(self, line: _Line, row: Row) -> None:
        building = self.building
        if line.group and (building.sub is None or building.sub.name != line.group):
            self._start_sub(line)
        elif not line.group:
            self._choose_criterion(line.code)
        if line.mark is None and number_of(self._at(row, "max")) is None and is_blank(self._at(row, "max")):
            building.note("max_mark_missing", "error", line.row, "max")
        steps = [
            Descriptor(int(role[4:]), text_of(self._at(row, role)))
            for role in sorted(role for role in self.columns if role.startswith("step"))
            if not is_blank(self._at(row, role))
        ]
        opened = OpenAspect(
            "M",
            line.text,
            line.mark,
            line.row + 1,
            section_of(self._at(row, "section")),
            text_of(self._at(row, "extra")),
            text_of(self._at(row, "requirement")),
            steps=steps,
        )
        building.add(opened)

    def _choose_criterion(self, code: str) -> None:
        """An aspect's own code (B3) moves on to its criterion where no row names it."""
        letter = code[0] if code[:1].isalpha() and code[1:2].isdigit() else None
        criterion = self.building.criterion
        if letter and (criterion is None or criterion.code != letter):
            self.building.start_criterion(letter)

    def _go_on(self, line: _Line, row: Row) -> None:
        lines = {"aspect": line.text, "extra": text_of(self._at(row, "extra"))}
        lines["requirement"] = text_of(self._at(row, "requirement"))
        aspect = self.building.aspect
        if aspect is not None:
            aspect.go_on({role: text for role, text in lines.items() if text})
        else:
            value = " ".join(lines.values()).strip()[:80]
            self.building.note("row_not_understood", "warning", line.row, "aspect", value=value)


def _blocks(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines cut before each criterion row."""
    blocks: list[list[_Line]] = [[]]
    for line in lines:
        if line.level == 0:
            blocks.append([])
        blocks[-1].append(line)
    return blocks
