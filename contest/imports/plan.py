"""What an import would do: which rows are new, which change something, which stand already. Pure."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar
from uuid import UUID

from contest.events.changes import Plain, changed, fingerprint_of

Value = TypeVar("Value")
State = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Wanted(Generic[Value]):
    """A thing the file asks for: its key, the rows it stands in, a word for people, the value, and its fields."""

    key: str
    rows: tuple[int, ...]
    label: str
    value: Value
    values: Mapping[str, Plain]
    place: UUID | None = None
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing(Generic[Value]):
    """A thing that stands: its id, its value, and its fields."""

    id: UUID
    value: Value
    values: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Step(Generic[Value]):
    """One thing and what the import does with it; ``id`` of what stands, ``difference`` field by field."""

    wanted: Wanted[Value]
    state: State
    id: UUID | None
    difference: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Plan(Generic[Value]):
    """All steps of an import, in the order of the file.

    ``digest`` is over everything the import would do; an equal one means that what was shown is what is done.
    """

    steps: tuple[Step[Value], ...]
    digest: str

    def of(self, state: State) -> list[Step[Value]]:
        """The steps of one state."""
        return [step for step in self.steps if step.state == state]


def plan_import(
    wanted: Sequence[Wanted[Value]], standing: Mapping[str, Standing[Value]],
    keep: Callable[[Wanted[Value], Value], Wanted[Value]],
) -> Plan[Value]:  # fmt: skip
    """Compare what the file asks for with what stands, by key. Nothing is ever removed by an import.

    ``keep`` gives a wanted thing the present values of the columns that the file does not have.
    """
    steps = []
    for each in wanted:
        stands = standing.get(each.key)
        if stands is None:
            steps.append(Step(each, "new", None, {}))
            continue
        merged = keep(each, stands.value) if each.absent else each
        difference = changed(stands.values, {**dict.fromkeys(stands.values), **merged.values})
        steps.append(Step(merged, "changed" if difference else "unchanged", stands.id, difference))
    return Plan(tuple(steps), _digest(steps))


def _digest(steps: Sequence[Step[Value]]) -> str:
    lines = [
        f"{step.wanted.key} {step.state} {fingerprint_of(step.wanted.values)} {sorted(step.difference.items())}"
        for step in steps
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
