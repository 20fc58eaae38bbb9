"""What entries of a table say together, and beside those that stand: people, workstations, numbers. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from contest.entries.details import (
    EntryDetails,
    alike_numbers,
    entered_already,
    person_key,
    workstation_key,
    workstations_taken,
)
from contest.imports.columns import RawRow
from contest.imports.plan import Plan, Standing, Step, Wanted
from foundation.problems import Place, Problem

Person = tuple[str, date] | None


def same_people(wanted: Sequence[Wanted[EntryDetails]], rows: Mapping[str, RawRow]) -> list[Problem]:
    """T-17 inside the file: one person stands in one entry; the row of the second is named."""
    known: dict[Person, str] = {}
    problems: list[Problem] = []
    for each in wanted:
        own = keys_of(each.value, each.key)
        found = entered_already([each.value], {person: known[person] for person in own if person in known})
        problems.extend(rows[each.key].problem(problem.code, "name_zh", **problem.values) for problem in found)
        known.update(own)
    return problems


def check_known_people(wanted: Sequence[Wanted[EntryDetails]], known: Mapping[Person, str]) -> list[Problem]:
    """T-17 against the event: nobody of the file stands in another entry there; the entry's row is named."""
    problems: list[Problem] = []
    for each in wanted:
        own = keys_of(each.value, each.key)
        others = {person: known[person] for person in own if known.get(person, each.key) != each.key}
        problems.extend(_at(each, found, "姓名", each.label) for found in entered_already([each.value], others))
    return problems


def check_divisions(plan: Plan[EntryDetails], standing: Mapping[str, Standing[EntryDetails]]) -> list[Problem]:
    """Of every division as it will be: no workstation twice; a warning for numbers that look alike (T-06)."""
    problems: list[Problem] = []
    for slug, steps in _by_division(plan).items():
        own = {step.wanted.key for step in steps}
        others = [
            each.value
            for key, each in standing.items()
            if key not in own and key.partition(" ")[0] == slug
        ]
        problems.extend(_workstations(steps, others))
        problems.extend(_alike(steps, others))
    return problems


def keys_of(entry: EntryDetails, key: str) -> dict[Person, str]:
    """The people of an entry, for :func:`entered_already`."""
    return {person_key(member): key for member in entry.members if person_key(member)}


def _by_division(plan: Plan[EntryDetails]) -> dict[str, list[Step[EntryDetails]]]:
    found: dict[str, list[Step[EntryDetails]]] = {}
    for step in plan.steps:
        found.setdefault(step.wanted.key.partition(" ")[0], []).append(step)
    return found


def _workstations(steps: Sequence[Step[EntryDetails]], others: Sequence[EntryDetails]) -> Iterator[Problem]:
    stay = [*others, *(step.wanted.value for step in steps if step.state == "unchanged")]
    taken = {workstation_key(each.workstation): each.number for each in stay if each.workstation}
    for step in (each for each in steps if each.state != "unchanged"):
        entry = step.wanted.value
        for found in workstations_taken([entry], taken):
            yield _at(step.wanted, found, "工位", entry.workstation)
        taken.setdefault(workstation_key(entry.workstation), entry.number)


def _alike(steps: Sequence[Step[EntryDetails]], others: Sequence[EntryDetails]) -> Iterator[Problem]:
    new = {step.wanted.value.number: step.wanted for step in steps if step.state == "new"}
    for group in alike_numbers([*(each.number for each in others), *(step.wanted.value.number for step in steps)]):
        added = [number for number in group if number in new]
        if added:
            problem = Problem("numbers_alike", "warning", values={"numbers": ", ".join(group)})
            yield _at(new[added[-1]], problem, "参赛编号", added[-1])


def _at(wanted: Wanted[EntryDetails], problem: Problem, column: str, value: str) -> Problem:
    place = Place(row=wanted.rows[0], column=column)
    return replace(problem, place=place, values={"value": value, **problem.values})
