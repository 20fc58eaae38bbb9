"""Delegations to start from: China's regions and industries, members of WorldSkills (see data/SOURCES.md)."""

import csv
from functools import cache
from pathlib import Path
from typing import Literal

from contest.people.details import DelegationDetails

FILES = Path(__file__).parent / "data"
Catalogue = Literal["china", "worldskills"]


@cache
def delegations_of(catalogue: Catalogue) -> tuple[DelegationDetails, ...]:
    """The delegations of a catalogue, in its order."""
    with (FILES / f"delegations-{catalogue}.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            DelegationDetails(row["code"], row["name_zh"], row["name_en"], row.get("kind") or "member")
            for row in csv.DictReader(file, delimiter="\t")
        )
