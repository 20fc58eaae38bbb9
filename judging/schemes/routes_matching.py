"""The table in which a person confirms what each aspect of a new file continues.

A line names an old part by its *name*: its code (``A1.3``), with its words where two have one code. The names stand
on the page once, whatever the number of lines.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from judging.schemes.scheme import Aspect, Scheme, SubCriterion
from judging.schemes.versions import Position, each_aspect, each_sub, propose_match

SURE = 100


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A part of the file to be decided on: what it is, and the old part proposed by name ("": none) and in words."""

    position: str
    label: str
    text: str
    mark: str
    confidence: int
    proposed: str
    before: str

    @property
    def is_aspect(self) -> bool:
        return self.position.count(".") == 2


@dataclass(frozen=True, slots=True)
class MatchTable:
    """``sure``: parts that are the same as before; ``lines``: those to look at; ``subs`` and ``aspects``: the old
    parts they may continue, as (name, words); ``gone``: old ones proposed nowhere."""

    sure: Sequence[tuple[str, UUID]]
    lines: Sequence[MatchLine]
    subs: Sequence[tuple[str, str]]
    aspects: Sequence[tuple[str, str]]
    gone: Sequence[str]


def match_lines(old: Scheme, new: Scheme) -> MatchTable:
    """The proposal for ``new`` against ``old`` (both with or without rows), ready to be confirmed."""
    match = propose_match(old, new)
    found = {each.new: each for each in (*match.sub_criteria, *match.aspects)}
    parts_old, names = dict(_parts(old)), _names(old)
    sure = [
        (at, each.old, part.id) for at, each in found.items()
        if each.confidence >= SURE and (part := parts_old[each.old]).id
    ]  # fmt: skip
    decided, kept = {at for at, _, _ in sure}, {at for _, at, _ in sure}
    choices = {
        length: [(names[at], _words(part)) for at, part in parts_old.items() if len(at) == length and at not in kept]
        for length in (2, 3)
    }
    lines = []
    for at, part in _parts(new):
        if at in decided or not choices[len(at)]:
            continue
        each = found.get(at)
        lines.append(
            MatchLine(
                position=_position(at), label=_code(at, new), text=_text(part), mark=str(part.max_mark or "–"),
                confidence=each.confidence if each else 0, proposed=names[each.old] if each else "",
                before=_words(parts_old[each.old]) if each else "",
            )
        )  # fmt: skip
    taken = {each.old for each in found.values()}
    gone = [f"{_code(at, old)} {_words(part)}" for at, part in parts_old.items() if at not in taken]
    return MatchTable([(_position(at), known) for at, _, known in sure], lines, choices[2], choices[3], gone)


def old_parts(old: Scheme | None) -> Mapping[tuple[int, str], UUID]:
    """The ids of old parts by the length of their position and the name that a line gives them, in small letters."""
    if old is None:
        return {}
    names = _names(old)
    return {(len(at), names[at].casefold()): part.id for at, part in _parts(old) if part.id}


def _names(scheme: Scheme) -> dict[Position, str]:
    """Codes; where several parts have one, with their words and, should these be the same too, their place."""
    codes = {at: _code(at, scheme) for at, _ in _parts(scheme)}
    often = Counter(code.casefold() for code in codes.values())
    return {
        at: codes[at] if often[codes[at].casefold()] == 1 else f"{codes[at]} {_words(part)} #{_position(at)}"
        for at, part in _parts(scheme)
    }


def _parts(scheme: Scheme) -> list[tuple[Position, Aspect | SubCriterion]]:
    parts: list[tuple[Position, Aspect | SubCriterion]] = [(at, sub) for at, _, sub in each_sub(scheme)]
    parts += each_aspect(scheme)
    return sorted(parts, key=lambda each: each[0])


def _position(at: Position) -> str:
    return ".".join(str(number) for number in at)


def _code(at: Position, scheme: Scheme) -> str:
    sub = scheme.criteria[at[0]].sub_criteria[at[1]]
    return f"{sub.code}.{at[2] + 1}" if len(at) == 3 else sub.code


def _text(part: Aspect | SubCriterion) -> str:
    return part.description if isinstance(part, Aspect) else part.name


def _words(part: Aspect | SubCriterion) -> str:
    return f"{_text(part)[:80]} ({part.max_mark or '–'})"
