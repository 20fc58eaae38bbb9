"""The words that head a column of a marking scheme file, in the languages met, and the columns they give.

Labels are compared after folding case, blanks, line breaks and accents, by containment. A *role* is what a
column holds: ``code`` and ``sub`` (sub-criterion), ``criterion`` (its name), ``day``, ``type``, ``aspect``,
``score`` (step of a ladder), ``extra``, ``requirement``, ``section``, ``calculation``, ``max``, ``total``,
``awarded``, and ``step0`` … ``step3`` where a ladder lies in columns.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from judging.schemes.cells import Cell, Row, folded_code

LONGEST_LABEL = 120


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """``text`` without case, blanks, line breaks and accents, for comparing labels."""
    text = "".join(text.split()).casefold()
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _words(*words: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words)


_CONTAINED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "type",
        _words(
            "aspect type", "type of aspect", "tipo de aspecto", "tipo do aspecto", "тип аспекта",
            "type d'aspect", "aspekttyp", "aspektart", "tipo di aspetto", "评分项类型", "评分类型",
        ),
    ),
    (
        "max",
        _words(
            "max mark", "maximum mark", "max. mark", "marca máxima", "nota máxima", "pontuação máxima",
            "marca max", "puntuación máxima", "макс. балл", "макс балл", "максимальный балл",
            "максимальные баллы", "макс. баллы", "배점", "配分", "满分", "最高分", "分值",
            "note max", "max. punkte", "max punkte", "maximalpunkte", "max points", "max. points", "barème",
        ),
    ),
    (
        "extra",
        _words(
            "extra aspect", "extra description", "descrição extra", "descrição adicional",
            "descripción extra", "score description", "методика", "description supplémentaire",
            "附加说明",
            "채점방법",
            "채점 기준",
            "평가 기준", "评分说明",
            "descrição da pontuação",
        ),
    ),
    (
        "score",
        _words(
            "judg score", "judgement score", "judgment score", "судейский балл", "судейская оценка",
            "pontuação de julgamento", "pontuação julg", "nota de julgamento", "评价分",
        ),
    ),
    (
        "section",
        _words(
            "wsos section", "wsss section", "wsos", "wsss", "проф. задача", "проф задача",
            "профессиональная задача", "职业标准", "标准章节",
        ),
    ),
    (
        "calculation",
        _words("calculation", "calc row", "calc. row", "export only", "linha de cálculo", "cálculo",
               "расчет"),
    ),
    ("requirement", _words("requirement", "requisito", "требовани", "exigence", "anforderung", "要求")),
    (
        "awarded",
        _words(
            "채점", "awarded", "mark given", "nota obtida", "результат", "набранн", "полученн", "выставленн",
            "фактическ", "итоговый балл", "балл участника", "оценка участника", "得分", "实际",
        ),
    ),
    ("day", _words("day of marking", "marking day", "dia de", "dia da", "день оцен", "день", "评分日")),
    (
        "code",
        _words(
            "criteria id", "criterion id", "id do", "código", "код", "일련번호", "编号", "序号", "№",
        ),
    ),
    (
        "sub",
        _words(
            "sub criteri", "sub-criteri", "subcritéri", "sous-critère", "подкритери", "субкритери",
            "주요항목", "子标准", "评分子项", "unterkriteri",
        ),
    ),
    (
        "aspect",
        _words("aspect", "аспект", "세부항목", "评分项", "评分点", "description", "descrição", "描述"),
    ),
    ("total", _words("total mark", "marca total", "nota total", "итого", "всего", "суммарн", "合计", "总分")),
)  # fmt: skip
_EXACT = {
    fold(label): role
    for role, labels in {
        "code": ("ID", "No", "No.", "#", "Nr", "Nr.", "번호"),
        "day": ("Day", "Dia", "Jour", "Tag", "天"),
        "criterion": ("Criterion", "Criteria", "Критерий", "Критерии", "Critério", "모듈", "模块"),
        "type": ("Type", "Tipo", "Тип", "类型"),
        "score": ("Score",),
        "total": ("Total",),
        "awarded": ("Mark", "Оценка", "Балл", "Баллы", "Nota"),
    }.items()
    for label in labels
}
_LETTERS = ("m=", "j="), ("o=", "s="), ("м=", "j="), ("и=", "с=")
_CRITERION = re.compile(r"(?:criterion|criterio|критерии|critere|kriterium|标准|模块)([a-zа-я])")
_TOTAL = re.compile(
    r"(?:итого|всего|сумма|общии(?:балл|итог)|total(?:mark|marks|points|score|geral|general|criteri.*)?:?$|sum(?:me)?:?$"
    r"|gesamt|合计|总计|总分|" + fold("합계") + "|"
    + fold("총점") + "|" + fold("총계") + r")"
)  # fmt: skip
_COMPETITION = _words("competition", "competição", "competición", "соревнован", "чемпионат", "concours", "竞赛")


@lru_cache(maxsize=4096)
def role_of(label: str) -> str | None:
    """The role that a header cell's text names, or None."""
    if not label or len(label) > LONGEST_LABEL:
        return None
    folded = fold(label)
    if any(all(letter in folded for letter in letters) for letters in _LETTERS):
        return "type"
    for role, words in _CONTAINED:
        if any(word in folded for word in words):
            return role
    return _EXACT.get(folded)


def criterion_letter(label: Cell) -> str | None:
    """The letter in "Criterion A" and its like, look-alikes folded."""
    if not isinstance(label, str) or len(label) > 40:
        return None
    found = _CRITERION.fullmatch(fold(label))
    return folded_code(found[1].upper()) if found else None


def is_total(text: str) -> bool:
    """Whether a row's text says that its number is a sum."""
    return len(text) <= LONGEST_LABEL and _TOTAL.match(fold(text)) is not None


def is_competition(cell: Cell) -> bool:
    """Whether the cell is the "Competition" beside which the template puts the sum of all."""
    return isinstance(cell, str) and 0 < len(cell) <= 40 and fold(cell) in _COMPETITION


def columns_of(labels: Sequence[str]) -> tuple[dict[str, int], list[int]]:
    """Role to column of a header row; of several columns for one role the first counts.

    The second value lists further maximum columns. Columns ``Оценка 0 | 1 | 2`` become steps.
    """
    columns: dict[str, int] = _steps(labels)
    taken = set(columns.values())
    further_max = []
    for index, label in enumerate(labels):
        role = None if index in taken else role_of(label)
        if role == "max" and "max" in columns:
            further_max.append(index)
        elif role and role not in columns:
            columns[role] = index
    return columns, further_max


def _steps(labels: Sequence[str]) -> dict[str, int]:
    """Neighbouring columns that end in 0, 1, 2 (and 3): a ladder lying in columns."""
    for start, label in enumerate(labels):
        if _step_number(label) != 0:
            continue
        count = 1
        while start + count < len(labels) and _step_number(labels[start + count]) == count and count < 4:
            count += 1
        if count >= 3:
            return {f"step{step}": start + step for step in range(count)}
    return {}


_STEP = re.compile(r"(?:оценка|score|балл|баллы|nota|점수|评分)?([0-3])(?:балл[а-я]*|points?|분|分)?")


def _step_number(label: str) -> int | None:
    found = _STEP.fullmatch(fold(label)) if len(label) <= 40 else None
    return int(found[1]) if found else None


def is_header(columns: dict[str, int]) -> bool:
    """A maximum, and an aspect type or two more labels that only a header row has."""
    if "max" not in columns:
        return False
    others = {
        "code",
        "sub",
        "aspect",
        "score",
        "section",
        "day",
        "extra",
        "requirement",
        "step0",
        "criterion",
    }
    return "type" in columns or len(others & columns.keys()) >= 2


_MAY_BE_MAX = _words("max", "макс", "배점", "配分", "满分", "最高分", "分值", "barème", "höchst")


def may_hold_max(row: Row) -> bool:
    """A quick look: whether any short text in ``row`` could be a label of maximum marks."""
    for cell in row:
        if cell.__class__ is str and 1 < len(cell) <= LONGEST_LABEL:
            folded = fold(cell)
            if any(word in folded for word in _MAY_BE_MAX):
                return True
    return False
