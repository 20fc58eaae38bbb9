"""A card as texts and numbers for the tablet, made from what its viewer may see (``book.py``). Pure."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from foundation.numbers import canonical_text, exact_text
from judging.marking.book import Book, Card
from judging.marking.observations import MOST_STEPS, ObservationKind, observation_of
from judging.marking.preview import listed_marks
from judging.schemes.calculation_rules import DeductSteps
from judging.schemes.calculations import calculation_rule
from judging.schemes.scheme import Aspect


@dataclass(frozen=True, slots=True)
class CardView:
    """A card with everything its template shows; ``own`` is the observation as text, "" where there is none."""

    card: Card
    kind: ObservationKind
    maximum: str
    mark: str | None
    own: str
    marks: tuple[str, ...]
    choices: tuple[tuple[int, str, str], ...]
    descriptors: tuple[str, ...]
    most: int | None
    unit: str
    deducts: bool

    @property
    def id(self) -> UUID:
        return self.card.planned.id

    @property
    def number(self) -> str:
        return self.card.planned.number

    @property
    def aspect(self) -> Aspect:
        return self.card.planned.aspect

    @property
    def state(self) -> str:
        """missing or saved, for the viewer's own part."""
        if self.card.settled:
            return "saved"
        return "missing" if self.card.mine_missing else "saved"


def view_of(card: Card) -> CardView:
    """The card with its texts. A calculation that cannot be read never reaches a locked scheme."""
    aspect = card.planned.aspect
    observation = observation_of(aspect)
    marks = tuple(map(exact_text, listed_marks(aspect)))
    choices = tuple(
        (choice.number, choice.label, mark)
        for choice, mark in zip(observation.choices, marks, strict=bool(observation.choices))
    )
    own = card.own.observed if card.own and card.own.kind == "mark" else None
    return CardView(
        card, observation.kind, exact_text(aspect.max_mark or Decimal(0)),
        None if card.mark is None else exact_text(card.mark), "" if own is None else canonical_text(own), marks,
        choices, descriptors_of(aspect), None if observation.most == MOST_STEPS else observation.most,
        observation.unit, _deducts(aspect),
    )  # fmt: skip


def _deducts(aspect: Aspect) -> bool:
    return aspect.type == "M" and isinstance(calculation_rule(aspect), DeductSteps)


def descriptors_of(aspect: Aspect) -> tuple[str, ...]:
    """The words of 0, 1, 2 and 3; empty where the scheme has none."""
    known = {step.score: step.text for step in aspect.descriptors}
    return tuple(known.get(score, "") for score in range(4)) if aspect.type == "J" else ()


def views_of(book: Book) -> list[CardView]:
    """All cards of a book."""
    return [view_of(card) for card in book.cards]
