"""What stands above the first header: the title, the sections of the standards, the list of criteria."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from judging.schemes.building import Building
from judging.schemes.cells import Row, cell_name, folded_code, is_blank, number_of, section_of, text_of
from judging.schemes.labels import fold
from judging.schemes.scheme import Section

_SECTION_WORDS = tuple(fold(word) for word in ("section", "seção", "sección", "раздел", "章节", "部分", "№"))
_STANDARDS = ("wsos", "wsss")
_VARIATION = tuple(fold(word) for word in ("variation", "variação", "variación", "отклонение", "偏差"))
_OF_A_SKILL = tuple(fold(word) for word in ("компетенци", "skill name", "nome da ocupação", "ocupação", "赛项", "직종"))
_HEADINGS = tuple(
    fold(word)
    for word in ("worldskills occupational standards", "worldskills standards specification", "criteria",
                 "критерии", "critérios", "评分标准")
)  # fmt: skip


@dataclass(slots=True)
class Preamble:
    """Title, sections with the cell of each declared weight, and whether a list of criteria was found."""

    title: str = ""
    sections: list[Section] = field(default_factory=list)
    section_cells: dict[str, str] = field(default_factory=dict)
    lists_criteria: bool = False


def read_preamble(rows: Sequence[Row], building: Building) -> Preamble:
    """Read the rows above the header; the criteria listed there are started in ``building``."""
    preamble = Preamble()
    titled = False
    index = 0
    while index < len(rows):
        row = rows[index]
        if row.count("") == len(row):
            index += 1
            continue
        columns = _section_columns(row)
        if columns is not None:
            titled = True
            index = _read_sections(rows, index + 1, columns, preamble, building)
            continue
        if _heads_criteria(row):
            preamble.lists_criteria = titled = True
        elif not _read_criterion(row, index, building, preamble) and not titled:
            preamble.title = _title_of(row)
            titled = any(not is_blank(cell) for cell in row)
        index += 1
    _prefer_named_skill(rows, preamble)
    return preamble


def _title_of(row: Row) -> str:
    first = next((cell for cell in row if not is_blank(cell)), "")
    title = text_of(first) if isinstance(first, str) else ""
    return "" if fold(title) in _HEADINGS or fold(title) == "id" else title


def _prefer_named_skill(rows: Sequence[Row], preamble: Preamble) -> None:
    """Where rows above read "label | value", the value beside the skill's label is the title."""
    for row in rows:
        texts = [text_of(cell) for cell in row if cell != "" and isinstance(cell, str) and not is_blank(cell)]
        if len(texts) >= 2 and len(texts[0]) < 80 and any(word in fold(texts[0]) for word in _OF_A_SKILL):
            preamble.title = texts[1]
            if "наименование" in fold(texts[0]) or "name" in fold(texts[0]):
                return


def _section_columns(row: Row) -> Mapping[str, int] | None:
    """The columns of the sections table, when ``row`` heads one."""
    first = next((index for index, cell in enumerate(row) if cell != "" and not is_blank(cell)), None)
    heading = row[first] if first is not None else ""
    if first is None or not isinstance(heading, str) or len(heading) >= 80:
        return None
    if not any(word in fold(heading) for word in _SECTION_WORDS):
        return None
    labels = [fold(cell) if isinstance(cell, str) and 0 < len(cell) < 80 else "" for cell in row]
    standards = [index for index, label in enumerate(labels) if any(word in label for word in _STANDARDS)]
    varies = [index for index, label in enumerate(labels) if any(word in label for word in _VARIATION)]
    if not standards and not varies:
        return None
    labelled = [index for index, label in enumerate(labels) if label and index > first]
    name = labelled[0] if labelled else first + 1
    beyond = [index for index in standards if index > name]
    declared = beyond[-1] if beyond else next((index for index in labelled if index > name), name)
    return {"number": first, "name": name, "declared": declared}


def _read_sections(
    rows: Sequence[Row], index: int, columns: Mapping[str, int], preamble: Preamble, building: Building
) -> int:
    while index < len(rows):
        row = rows[index]
        number = section_of(row[columns["number"]])
        if number is None or number_of(row[columns["number"]]) is None:
            return index
        name = text_of(row[columns["name"]])
        declared = building.number(row[columns["declared"]], index, columns["declared"])
        if name or declared:
            preamble.sections.append(Section(number, name, declared))
            preamble.section_cells[number] = cell_name(index + 1, columns["declared"])
        index += 1
    return index


def _heads_criteria(row: Row) -> bool:
    """The row "ID | Name | Mark" above the list of criteria."""
    labels = [fold(cell) for cell in row if isinstance(cell, str) and 0 < len(cell) < 60]
    return len(labels) >= 2 and labels[0] in _CODES and any(label in _NAMES for label in labels[1:])


_CODES = frozenset(fold(word) for word in ("ID", "Код", "Código", "编号", "№"))
_NAMES = frozenset(fold(word) for word in ("Name", "Nome", "Nombre", "Название", "Наименование", "名称", "Nom"))


def _read_criterion(row: Row, index: int, building: Building, preamble: Preamble) -> bool:
    """A row whose first cell is a single letter: a criterion with its name and declared mark."""
    first = next((column for column, cell in enumerate(row) if not is_blank(cell)), None)
    if first is None or not isinstance(row[first], str):
        return False
    code = folded_code(row[first])
    if len(code) != 1 or not code.isalpha():
        return False
    rest = [(column, cell) for column, cell in enumerate(row) if column > first and not is_blank(cell)]
    name = next((text_of(cell) for _, cell in rest if isinstance(cell, str) and number_of(cell) is None), "")
    mark = next(((column, number_of(cell)) for column, cell in rest if number_of(cell) is not None), None)
    if name or mark:
        preamble.lists_criteria = True
        cell = cell_name(index + 1, mark[0]) if mark else None
        building.start_criterion(code, name, mark[1] if mark else None, cell)
    return preamble.lists_criteria
