"""The demo's content as values: its files, its divisions, its competitors. Pure but for reading the files.

Everything is the same every time: what looks drawn by lot comes from seeded generators.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from pypinyin import lazy_pinyin

from contest.entries.details import EntryDetails, MemberDetails
from contest.events.codes import division_slug
from contest.people.catalogue import delegations_of

CODE = "demo"
FILES = Path(__file__).resolve().parent.parent / "judging" / "schemes" / "samples" / "demo"


@dataclass(frozen=True, slots=True)
class Plan:
    """A division of the demo: its trade and its own line of ``event.json``."""

    trade: Mapping[str, Any]
    line: Mapping[str, Any]

    @property
    def slug(self) -> str:
        return division_slug(self.trade["code"], self.line.get("code", ""))


def read(name: str) -> Any:
    """A file of the demo's content."""
    return json.loads((FILES / name).read_text(encoding="utf-8"))


class People:
    """Competitors with names that occur once, units of their delegations, and ages within the limit."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.words = read("people.json")
        self.names = self._names(Random(CODE))

    def _names(self, rng: Random) -> Iterator[str]:
        every = [family + given for family in self.words["surnames"] for given in self.words["given"]]
        rng.shuffle(every)
        return iter(every)

    def entries(self, plan: Plan, limit: int | None, homes: Mapping[str, UUID], number: int) -> Iterator[EntryDetails]:
        """``number`` entries of different delegations (as long as there are enough), numbered from 01."""
        rng = Random(f"{CODE} {plan.slug} people")
        codes = list(homes)
        rng.shuffle(codes)
        fixed = plan.line.get("delegations", {})
        codes = [code for code in codes if code not in fixed.values()]
        size = plan.trade.get("team_size", 1)
        employees = plan.line.get("employees", False)
        for place in range(number):
            entry = f"{place + 1:02d}"
            code = fixed.get(entry) or codes[place % len(codes)]
            unit = rng.choice(self.words["companies" if employees else "schools"]) % self._short(code)
            members = tuple(self._member(rng, limit, employees) for _ in range(size))
            yield EntryDetails(entry, homes[code], members, unit, f"{plan.trade['code']}-{entry}")

    def _member(self, rng: Random, limit: int | None, employees: bool) -> MemberDetails:
        name = next(self.names)
        youngest = 23 if employees else 18
        oldest = limit or (41 if employees else 22)
        born = date(self.year - rng.randint(youngest, oldest), rng.randint(1, 12), rng.randint(1, 28))
        return MemberDetails(name, in_english(name), born)

    def _short(self, code: str) -> str:
        names = {row.code: row.name_zh for row in delegations_of("china")}
        return str(self.words["short"].get(code) or names[code].removesuffix("省").removesuffix("市"))


def in_english(name: str) -> str:
    """A Chinese name in pinyin, surname first, ü as in passports: 李建国 is Li Jianguo, 吕红霞 Lyu Hongxia."""
    syllables = [syllable.replace("v", "yu") for syllable in lazy_pinyin(name)]
    return f"{syllables[0].capitalize()} {''.join(syllables[1:]).capitalize()}"
