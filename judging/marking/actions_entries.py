"""What stands on an entry's sheets when its status changes (W-23). Part of a verb, inside its transaction."""

from uuid import UUID

from contest.entries.actions_hooks import HeldMarks
from foundation.database import fetch
from foundation.sorting import natural
from judging.marking.queries_plan import plan_of_version

_SHEETS = "SELECT id, sub_criterion, scheme_version FROM sheet WHERE entry = $1 ORDER BY id FOR NO KEY UPDATE"
# "Not attempted" is no mark: nobody has seen work. After the locks, so that it is no older than they are.
_MARKED = (
    "SELECT DISTINCT sheet FROM (SELECT DISTINCT ON (sheet, aspect, seat, round) sheet, kind FROM mark_entry"
    " WHERE sheet = ANY($1) ORDER BY sheet, aspect, seat, round, version DESC) m WHERE kind = 'mark'"
)


async def hold_marks(entry_id: UUID) -> HeldMarks:
    """Lock the entry's sheets, so that no mark comes in, and say on which of them one stands."""
    rows = await fetch(_SHEETS, entry_id)
    marked = {row["sheet"] for row in await fetch(_MARKED, [row["id"] for row in rows])}
    codes = [
        (await plan_of_version(row["scheme_version"])).sheets[row["sub_criterion"]].code
        for row in rows if row["id"] in marked
    ]  # fmt: skip
    return HeldMarks(tuple(sorted(codes, key=natural)), tuple(f"sheet:{row['id']}" for row in rows))
