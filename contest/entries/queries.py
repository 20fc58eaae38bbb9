"""Reading entries and their people."""

from collections.abc import Sequence
from uuid import UUID

from contest.entries.details import EntryDetails, MemberDetails
from foundation.database import fetch


async def entry_details(entry_ids: Sequence[UUID]) -> dict[UUID, EntryDetails]:
    """Entries as they stand, members in order, by id; two statements whatever their number."""
    rows = await fetch(
        "SELECT id, number, delegation, unit, workstation, guest FROM entry WHERE id = ANY($1::uuid[])", entry_ids
    )
    people = await fetch(
        "SELECT entry, name_zh, name_en, birth_date FROM competitor WHERE entry = ANY($1::uuid[])"
        " ORDER BY entry, position",
        entry_ids,
    )
    members: dict[UUID, list[MemberDetails]] = {}
    for each in people:
        members.setdefault(each["entry"], []).append(
            MemberDetails(each["name_zh"], each["name_en"], each["birth_date"])
        )
    return {
        row["id"]: EntryDetails(
            row["number"], row["delegation"], tuple(members.get(row["id"], ())), row["unit"], row["workstation"],
            row["guest"],
        )
        for row in rows
    }  # fmt: skip
