"""Single cells of a typed row: the aspect's type, the day of marking, a step of a ladder."""

from judging.schemes.building import Building, OpenAspect
from judging.schemes.cells import Cell, day_of, folded_code, is_blank, is_date, step_of, text_of
from judging.schemes.scheme import AspectType, Descriptor

_MEASUREMENT = frozenset(("M", "O", "И"))
_SUBJECTIVE = frozenset(("S", "C"))


def read_type(building: Building, kind: str, index: int) -> tuple[AspectType, bool]:
    """M, O, И → M; J → J; S and С → J, to be asked when no full ladder follows; blank → M."""
    if not kind:
        building.note("type_missing", "warning", index, "type")
        return "M", False
    if kind == "M":
        return "M", False
    letter = folded_code(kind).upper()
    if letter in _MEASUREMENT:
        return "M", False
    if letter == "J":
        return "J", False
    if letter in _SUBJECTIVE:
        return "J", True
    building.note("type_unknown", "error", index, "type", value=kind[:40])
    return "M", False


def read_day(building: Building, cell: Cell, index: int) -> int | None:
    """The day of marking in a cell; a date is an error, other words a warning and no day."""
    if cell == "" or is_blank(cell):
        return None
    if is_date(cell):
        building.note("date_in_cell", "error", index, "day", value=str(cell))
        return None
    day = day_of(cell)
    if day is None:
        building.note("day_unreadable", "warning", index, "day", value=text_of(cell)[:40])
    return day


def read_step(building: Building, aspect: OpenAspect, score: Cell, text: str, index: int) -> None:
    """Add a step to the ladder of ``aspect``; what is no step is kept as its further text."""
    if is_date(score):
        building.note("date_in_cell", "error", index, "score", value=str(score))
        return
    step = step_of(score)
    if step is None:
        building.note("score_unreadable", "warning", index, "score", value=text_of(score)[:40])
        aspect.extra = "\n".join(part for part in (aspect.extra, text) if part)
        return
    aspect.steps.append(Descriptor(step, text))
