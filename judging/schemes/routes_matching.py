"""The table in which a person confirms what each aspect of a new file continues."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from judging.schemes.scheme import Aspect, Scheme, SubCriterion
from judging.schemes.versions import Position, each_aspect, each_sub, propose_match

SURE = 100


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A part of the file to be decided on: its name, the proposed old part, and what may be chosen."""

    position: str
    label: str
    text: str
    mark: str
    confidence: int
    proposed: UUID | None
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MatchTable:
    """``sure``: parts that are the same as before; ``lines``: those to look at; ``gone``: old ones left over."""

    sure: Sequence[tuple[str, UUID]]
    lines: Sequence[MatchLine]
    gone: Sequence[str]

    @property
    def matched(self) -> int:
        return sum(line.proposed is not None for line in self.lines)


def match_lines(old: Scheme, new: Scheme) -> MatchTable:
    """The proposal for ``new`` against ``old`` (both with or without rows), ready to be confirmed."""
    match = propose_match(old, new)
    found = {each.new: each for each in (*match.sub_criteria, *match.aspects)}
    parts_old = dict(_parts(old))
    taken = {each.old for each in found.values()}
    left = [(at, part) for at, part in parts_old.items() if at not in taken]
    free = {
        length: [(str(part.id), _label(at, part, old)) for at, part in left if len(at) == length] for length in (2, 3)
    }
    sure, lines = [], []
    for at, part in _parts(new):
        each = found.get(at)
        before = parts_old[each.old] if each else None
        if each and before and each.confidence >= SURE and before.id:
            sure.append((_position(at), before.id))
            continue
        options = [(str(before.id), _label(each.old, before, old))] if each and before else []
        if options or free[len(at)]:
            lines.append(
                MatchLine(
                    position=_position(at),
                    label=_code(at, new),
                    text=_text(part),
                    mark=str(part.max_mark or "–"),
                    confidence=each.confidence if each else 0,
                    proposed=before.id if before else None,
                    options=[*options, *free[len(at)]],
                )
            )
    return MatchTable(sure, lines, [label for length in (2, 3) for _, label in free[length]])


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


def _label(at: Position, part: Aspect | SubCriterion, scheme: Scheme) -> str:
    return f"{_code(at, scheme)} {_text(part)[:80]} ({part.max_mark or '–'})"
