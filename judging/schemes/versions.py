"""Versions of a scheme: which old aspect each aspect of a new file continues. What changed: ``changes.py``.

What this does: matches the parts of a re-imported file to those of the scheme before, and proposes. What it
does not: decide: a person confirms every proposal; and no text is ever a key, for equal texts are ordinary.
The ids of sub-criteria and aspects are ours and live through versions.

Terms: a *position* is (criterion, sub-criterion, aspect) counted from 0, or (criterion, sub-criterion). A
*confidence* is 0 … 100: 100 is the same aspect in the same place with nothing changed. How alike two things are
is a whole number of thousandths: what two people are proposed never hangs on a binary float.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from functools import lru_cache

from judging.schemes.calculation_grammar import fingerprint
from judging.schemes.scheme import Aspect, Criterion, Scheme, SubCriterion

Position = tuple[int, ...]
LEAST_CONFIDENCE = 45
LEAST_LIKENESS = 600
LEAST_ELSEWHERE = 750
ALIKE = 1000
LONGEST_COMPARED = 400


@dataclass(frozen=True, slots=True)
class Continuation:
    """The part at ``new`` (a position in the new scheme) continues the one at ``old``."""

    new: Position
    old: Position
    confidence: int


@dataclass(frozen=True, slots=True)
class Match:
    """A proposal: one-to-one, in the order of the new scheme; what is not named is new, or gone."""

    aspects: tuple[Continuation, ...] = ()
    sub_criteria: tuple[Continuation, ...] = ()


def propose_match(old: Scheme, new: Scheme) -> Match:
    """Which old parts the parts of ``new`` continue: deterministic, one-to-one, unsure ones left out.

    First sub-criteria, by code, name and what they hold; then aspects within matched sub-criteria; then
    whatever is left anywhere, for rows move between sub-criteria too.
    """
    subs = _match_subs(old, new)
    pairs = {match.new: match.old for match in subs}
    old_aspects, new_aspects = dict(each_aspect(old)), dict(each_aspect(new))
    found: dict[Position, tuple[Position, int]] = {}
    for new_sub, old_sub in pairs.items():
        inside_old = {at: a for at, a in old_aspects.items() if at[:2] == old_sub}
        inside_new = {at: a for at, a in new_aspects.items() if at[:2] == new_sub}
        found |= _assign(inside_old, inside_new, same_place=True)
    taken = {place for place, _ in found.values()}
    left_old = {at: aspect for at, aspect in old_aspects.items() if at not in taken}
    left_new = {at: aspect for at, aspect in new_aspects.items() if at not in found}
    found |= _assign(left_old, left_new, same_place=False)
    aspects = tuple(Continuation(at, *found[at]) for at in sorted(found))
    return Match(aspects, tuple(subs))


def each_aspect(scheme: Scheme) -> Iterator[tuple[Position, Aspect]]:
    for index, criterion in enumerate(scheme.criteria):
        for place, sub in enumerate(criterion.sub_criteria):
            for number, aspect in enumerate(sub.aspects):
                yield (index, place, number), aspect


def each_sub(scheme: Scheme) -> Iterator[tuple[Position, Criterion, SubCriterion]]:
    for index, criterion in enumerate(scheme.criteria):
        for place, sub in enumerate(criterion.sub_criteria):
            yield (index, place), criterion, sub


def _match_subs(old: Scheme, new: Scheme) -> list[Continuation]:
    scores = []
    for at_new, new_criterion, new_sub in each_sub(new):
        for at_old, old_criterion, old_sub in each_sub(old):
            same_code = new_criterion.code == old_criterion.code and new_sub.code == old_sub.code
            shared = _shared(old_sub, new_sub)
            score = 35 * ALIKE * same_code + 30 * likeness(old_sub.name, new_sub.name) + 35 * shared
            distance = abs(at_new[0] - at_old[0]) + abs(at_new[1] - at_old[1])
            scores.append((_rounded(score), -distance, at_new, at_old))
    found = _greedy(scores, least=40)
    return [Continuation(at, *found[at]) for at in sorted(found)]


def _rounded(thousandths: int) -> int:
    return (thousandths + 500) // 1000


def _shared(old: SubCriterion, new: SubCriterion) -> int:
    """The share of descriptions that both hold, counting doubles, in thousandths."""
    left = [aspect.description for aspect in old.aspects]
    common = 0
    for aspect in new.aspects:
        if aspect.description in left:
            left.remove(aspect.description)
            common += 1
    return ALIKE * common // max(len(old.aspects), len(new.aspects), 1)


def _assign(
    old: Mapping[Position, Aspect], new: Mapping[Position, Aspect], *, same_place: bool
) -> dict[Position, tuple[Position, int]]:
    scores = []
    for at_new, new_aspect in new.items():
        for at_old, old_aspect in old.items():
            score = _similarity(old_aspect, new_aspect, at_old, at_new, same_place=same_place)
            scores.append((score, -_distance(at_old, at_new), at_new, at_old))
    return _greedy(scores, least=LEAST_CONFIDENCE)


def _distance(old: Position, new: Position) -> int:
    return abs(old[0] - new[0]) * 10_000 + abs(old[1] - new[1]) * 1_000 + abs(old[2] - new[2])


def _greedy(
    scores: Sequence[tuple[int, int, Position, Position]], *, least: int
) -> dict[Position, tuple[Position, int]]:
    """The best pairs first; of equally good ones the nearer, then the earlier: no chance decides."""
    found: dict[Position, tuple[Position, int]] = {}
    taken: set[Position] = set()
    for score, _near, new, old in sorted(scores, key=lambda s: (-s[0], -s[1], s[2], s[3])):
        if score >= least and new not in found and old not in taken:
            found[new] = (old, score)
            taken.add(old)
    return found


def _similarity(old: Aspect, new: Aspect, at_old: Position, at_new: Position, *, same_place: bool) -> int:
    """Text up to 60, mark 12, type 8, section and calculation 5 each, place 10; elsewhere a little less."""
    if old.type != new.type and old.description != new.description:
        return 0
    text = likeness(old.description, new.description)
    if text < LEAST_LIKENESS:
        text = 0
    points = 8 * (old.type == new.type) + 5 * (old.section == new.section)
    points += 5 * (calculation_key(old) == calculation_key(new))
    if same_place:
        points += 10 - min(abs(at_old[2] - at_new[2]), 5)
    elif text < LEAST_ELSEWHERE:
        return 0
    return _rounded(60 * text + 12 * _mark_likeness(old.max_mark, new.max_mark) + ALIKE * points)


def _mark_likeness(old: Decimal | None, new: Decimal | None) -> int:
    """1000 for equal marks, half their ratio for others, in thousandths."""
    if old == new:
        return ALIKE
    if not old or not new or old < 0 or new < 0:
        return 0
    return int(ALIKE * Fraction(min(old, new)) / Fraction(max(old, new))) // 2


@lru_cache(maxsize=100_000)
def likeness(old: str, new: str) -> int:
    """How alike two texts are, 0 … 1000, whatever their case and blanks; 0 where they cannot be half alike.

    Twice the letters in common runs, of all letters of both. Two empty texts are half alike.
    """
    left, right = " ".join(old.split()).casefold(), " ".join(new.split()).casefold()
    if left == right:
        return ALIKE if left else ALIKE // 2
    left, right = left[:LONGEST_COMPARED], right[:LONGEST_COMPARED]
    letters = len(left) + len(right)
    if 4 * min(len(left), len(right)) < letters or 4 * _in_both(left, right) < letters:
        return 0
    runs = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return 2 * ALIKE * sum(run.size for run in runs) // letters


def _in_both(left: str, right: str) -> int:
    """How many letters both hold, in whatever order: no run can hold more."""
    return sum((Counter(left) & Counter(right)).values())


def with_ids(new: Scheme, old: Scheme, match: Match) -> Scheme:
    """``new`` with the ids that ``old`` gives to what it continues; what is new has none yet."""
    aspect_ids = {each.new: _aspect_at(old, each.old).id for each in match.aspects}
    sub_ids = {each.new: sub_at(old, each.old).id for each in match.sub_criteria}
    criteria = []
    for index, criterion in enumerate(new.criteria):
        subs = []
        for place, sub in enumerate(criterion.sub_criteria):
            aspects = tuple(
                replace(aspect, id=aspect_ids.get((index, place, number))) for number, aspect in enumerate(sub.aspects)
            )
            subs.append(replace(sub, aspects=aspects, id=sub_ids.get((index, place))))
        criteria.append(replace(criterion, sub_criteria=tuple(subs)))
    return replace(new, criteria=tuple(criteria))


def sub_at(scheme: Scheme, at: Position) -> SubCriterion:
    return scheme.criteria[at[0]].sub_criteria[at[1]]


def _aspect_at(scheme: Scheme, at: Position) -> Aspect:
    return sub_at(scheme, at).aspects[at[2]]


def calculation_key(aspect: Aspect) -> str | None:
    return fingerprint(aspect.calculation) if aspect.calculation else None
