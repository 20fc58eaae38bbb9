"""The order of entries by a list of keys, and the ties that are left (T-90, T-91).

What this does: splits equal entries by one key after the other. What it does not: give awards
(``awards.py``), order by points (``scale.positions``, W-40).

Keys: ``total``, ``module:<code>`` (a criterion's mark), ``practice``, ``theory``, ``judgement``,
``measurement``: higher is ahead; ``time`` (seconds) and ``decision`` (the place the Chief Expert gave):
lower is ahead. ``modules`` stands for every module in the scheme's order. A key that one of the tied lacks
decides nothing among them. Entries equal in all keys share a position; nothing orders them silently.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from foundation.problems import Problem

PLAIN_KEYS = ("total", "practice", "theory", "judgement", "measurement", "time", "decision", "modules")
LOWER_IS_AHEAD = frozenset({"time", "decision"})
MODULE = "module:"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is ranked, and the values by key."""

    id: str
    values: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Place:
    """A position, the keys that split those level before them, and who is level still.

    ``level_with`` had the same first key (the total); ``tied_with`` are equal in every key.
    """

    id: str
    position: int
    decided_by: tuple[str, ...] = ()
    level_with: tuple[str, ...] = ()
    tied_with: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    members: list[Candidate]
    decided_by: tuple[str, ...] = field(default=())


def check_keys(keys: Sequence[str]) -> list[Problem]:
    """``tie_key_unknown`` for a key that is none, ``total_not_first`` unless the total is the first."""
    found = [
        Problem("tie_key_unknown", values={"key": key})
        for key in keys
        if key not in PLAIN_KEYS and not (key.startswith(MODULE) and len(key) > len(MODULE))
    ]
    if not keys or keys[0] != "total":
        found.append(Problem("total_not_first"))
    return found


def expand_keys(keys: Sequence[str], modules: Sequence[str]) -> tuple[str, ...]:
    """``keys`` with ``modules`` replaced by one key for each of the scheme's ``modules`` in order."""
    expanded: list[str] = []
    for key in keys:
        expanded += [f"{MODULE}{code}" for code in modules] if key == "modules" else [key]
    return tuple(dict.fromkeys(expanded))


def rank(candidates: Iterable[Candidate], keys: Sequence[str] = ("total",)) -> dict[str, Place]:
    """Places by id (T-90). The t that are equal in all ``keys`` share position k; the next one has k + t.

    Every candidate has a value for the first key.
    """
    first, *others = keys
    places: dict[str, Place] = {}
    for level in _split(list(candidates), first):
        groups = [_Group(level)]
        for key in others:
            groups = [part for group in groups for part in _refined(group, key)]
        for group in groups:
            position = len(places) + 1
            for member in group.members:
                places[member.id] = Place(
                    member.id,
                    position,
                    group.decided_by,
                    _others(level, member),
                    _others(group.members, member),
                )
    return places


def _refined(group: _Group, key: str) -> list[_Group]:
    parts = _split(group.members, key) if len(group.members) > 1 else [group.members]
    if len(parts) == 1:
        return [group]
    return [_Group(part, (*group.decided_by, key)) for part in parts]


def _split(members: list[Candidate], key: str) -> list[list[Candidate]]:
    if any(key not in member.values for member in members):
        return [members]
    parts: dict[Decimal, list[Candidate]] = {}
    for member in members:
        parts.setdefault(member.values[key], []).append(member)
    return [parts[value] for value in sorted(parts, reverse=key not in LOWER_IS_AHEAD)]


def _others(members: Iterable[Candidate], member: Candidate) -> tuple[str, ...]:
    return tuple(sorted(other.id for other in members if other.id != member.id))


def undecided_ties(places: Mapping[str, Place]) -> list[tuple[str, ...]]:
    """Groups equal in every key, by position; each in the order of their ids (T-91)."""
    groups = {
        place.position: tuple(sorted((place.id, *place.tied_with))) for place in places.values() if place.tied_with
    }
    return [groups[position] for position in sorted(groups)]


def check_ties(places: Mapping[str, Place], *, ties_allowed: bool) -> list[Problem]:
    """T-91: ``tie_pending`` for each group of equals that the Chief Expert has to decide before release."""
    if ties_allowed:
        return []
    return [
        Problem("tie_pending", values={"position": str(places[group[0]].position), "entries": ", ".join(group)})
        for group in undecided_ties(places)
    ]
