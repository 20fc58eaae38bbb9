"""What a filled form shows of a sheet beyond the book's cards: the round in the cells, earlier ones, notes. Pure.

Terms: a *note* is a small numbered line below the aspects about a confirmed correction of a revealed score
(decision 0015); its number stands at the score. A round or a correction that is not revealed is in neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from judging.marking.book import Book, Card
from judging.marking.corrections import Correction
from judging.marking.rounds import RevealedRound


@dataclass(frozen=True, slots=True)
class Note:
    """A confirmed correction, numbered over the form."""

    number: int
    aspect: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class FilledLine:
    """An aspect on the form. ``present``: the round whose scores stand in the cells, None while its scores are not
    all in; ``earlier``: the rounds before it, scored again since."""

    card: Card
    present: RevealedRound | None
    earlier: tuple[RevealedRound, ...]
    notes: tuple[Note, ...]

    def notes_at(self, round_number: int, seat: int) -> list[int]:
        """The numbers of the notes about the score of a seat in a round."""
        return [
            note.number for note in self.notes
            if (note.correction.round, note.correction.seat) == (round_number, seat)
        ]  # fmt: skip


def filled_lines(book: Book) -> list[FilledLine]:
    """The aspects of a sheet as its filled form shows them, in their order."""
    lines: list[FilledLine] = []
    count = 0
    for card in book.cards:
        notes = tuple(
            Note(count + place, card.planned.number, each) for place, each in enumerate(_confirmed(card), start=1)
        )
        count += len(notes)
        present = _present(card)
        earlier = tuple(each for each in card.revealed if each is not present)
        lines.append(FilledLine(card, present, earlier, notes))
    return lines


def _present(card: Card) -> RevealedRound | None:
    """The latest revealed round, unless a newer one has begun whose scores are not all in."""
    latest = card.revealed[-1] if card.revealed else None
    return latest if latest and latest.scores and (card.spread_open or latest.round == card.round) else None


def _confirmed(card: Card) -> Sequence[Correction]:
    """The confirmed corrections of scores that everybody may read."""
    readable = {each.round for each in card.revealed if each.scores}
    return [each for each in card.corrections if each.decision == "confirmed" and each.round in readable]
