"""Reading corrections of scores, and which of them still stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from foundation.database import fetch
from foundation.language import either
from judging.marking.corrections import Correction, standing_of
from judging.marking.in_office import in_office
from judging.marking.queries import rounds_opened_on, seat_entry
from judging.marking.rounds import SeatEntry, judgement_state


@dataclass(frozen=True, slots=True)
class BookedCorrection:
    """A correction with who asked and who decided, by name, and when."""

    sheet_id: UUID
    correction: Correction
    judge_name: str
    decider_name: str | None
    asked_at: datetime
    decided_at: datetime | None


_CORRECTIONS = """
SELECT c.id, c.sheet, c.aspect, c.seat, c.round, c.seen_version, c.score, c.judge, c.reason_code, c.reason_text,
    m.observed::int AS before, c.at AS asked_at, d.decision, d.by AS decided_by, d.at AS decided_at,
    COALESCE(NULLIF(j.name_zh, ''), j.user_name) AS judge_zh, j.name_en AS judge_en,
    COALESCE(NULLIF(p.name_zh, ''), p.user_name) AS decider_zh, p.name_en AS decider_en,
    EXISTS (SELECT 1 FROM sheet_act a WHERE a.sheet = c.sheet AND a.number > c.after_act)
    OR EXISTS (SELECT 1 FROM entry_status e JOIN sheet s ON s.entry = e.entry
        WHERE s.id = c.sheet AND e.position > c.after_status AND e.status = 'absent') AS overtaken
FROM score_correction c JOIN account j ON j.id = c.judge
JOIN mark_entry m ON m.sheet = c.sheet AND m.aspect = c.aspect AND m.round = c.round AND m.seat = c.seat
    AND m.version = c.seen_version
LEFT JOIN correction_decision d ON d.correction = c.id LEFT JOIN account p ON p.id = d.by
WHERE c.sheet = ANY($1) ORDER BY c.at, c.id
"""


async def corrections_of_sheets(sheet_ids: Sequence[UUID]) -> dict[UUID, list[BookedCorrection]]:
    """Every correction asked on these sheets, decided or not, in their order, in one statement."""
    found: dict[UUID, list[BookedCorrection]] = {}
    for row in await fetch(_CORRECTIONS, list(sheet_ids)):
        correction = Correction(**{name: row[name] for name in Correction.__slots__})
        decider = either(row["decider_zh"], row["decider_en"]) if row["decision"] else None
        judge = either(row["judge_zh"], row["judge_en"])
        booked = BookedCorrection(row["sheet"], correction, judge, decider, row["asked_at"], row["decided_at"])
        found.setdefault(row["sheet"], []).append(booked)
    return found


async def corrections_that_stand(sheet_ids: Sequence[UUID]) -> list[BookedCorrection]:
    """Those that wait for a second person. Usually there is none, and then one statement says so."""
    asked = [each for booked in (await corrections_of_sheets(sheet_ids)).values() for each in booked]
    return await _standing([each for each in asked if not each.correction.decision and not each.correction.overtaken])


async def _standing(asked: Collection[BookedCorrection]) -> list[BookedCorrection]:
    if not asked:
        return []
    sheets = list({each.sheet_id for each in asked})
    entries: dict[tuple[UUID, UUID], list[SeatEntry]] = defaultdict(list)
    for row in await fetch(
        "SELECT * FROM mark_entry WHERE sheet = ANY($1) AND aspect = ANY($2)",
        sheets, list({each.correction.aspect for each in asked}),
    ):  # fmt: skip
        entries[row["sheet"], row["aspect"]].append(seat_entry(row))
    opened = await rounds_opened_on(sheets)
    return [each for each in asked if _stands(each, entries[each.sheet_id, each.correction.aspect], opened)]


def _stands(
    asked: BookedCorrection, entries: Sequence[SeatEntry], opened: dict[UUID, dict[UUID, list[int]]]
) -> bool:
    rounds: Iterable[int] = opened.get(asked.sheet_id, {}).get(asked.correction.aspect, ())
    state = judgement_state(entries, opened=list(rounds))
    return bool(standing_of([asked.correction], state, entries))


@dataclass(frozen=True, slots=True)
class WaitingCorrection:
    """A correction on which somebody else's word is asked, and the sheet it is on."""

    sheet_id: UUID
    entry_number: str
    judge_name: str

    @property
    def href(self) -> str:
        return f"/sheets/{self.sheet_id}"


_ASKED_OF = f"""
SELECT DISTINCT s.id, n.number FROM score_correction c JOIN sheet s ON s.id = c.sheet JOIN entry n ON n.id = s.entry
JOIN expert x ON x.account = $1
WHERE {in_office('x.account', 'x.skill')} AND c.judge <> $1 AND s.state = 'open'
    AND NOT EXISTS (SELECT 1 FROM correction_decision d WHERE d.correction = c.id)
    AND (EXISTS (SELECT 1 FROM sheet_marker m WHERE m.sheet = s.id AND m.expert = x.id)
        OR EXISTS (SELECT 1 FROM marking_team t WHERE t.sub_criterion = s.sub_criterion AND t.leader = x.id))
ORDER BY n.number, s.id
"""


async def corrections_asked_of(account_id: UUID) -> list[WaitingCorrection]:
    """Corrections of others that this marker or marking team leader may confirm now."""
    numbers = {row["id"]: row["number"] for row in await fetch(_ASKED_OF, account_id)}
    if not numbers:
        return []
    waiting = await corrections_that_stand(list(numbers))
    return [
        WaitingCorrection(each.sheet_id, numbers[each.sheet_id], each.judge_name)
        for each in waiting if each.correction.judge != account_id
    ]  # fmt: skip


async def corrections_waiting_in(division_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The sheets of these divisions on which a correction waits for a second person, by division."""
    rows = await fetch(
        "SELECT DISTINCT s.id, s.division FROM score_correction c JOIN sheet s ON s.id = c.sheet"
        " WHERE s.division = ANY($1) AND s.state = 'open'"
        " AND NOT EXISTS (SELECT 1 FROM correction_decision d WHERE d.correction = c.id) ORDER BY s.id",
        list(division_ids),
    )
    waiting = {each.sheet_id for each in await corrections_that_stand([row["id"] for row in rows])} if rows else set()
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        if row["id"] in waiting:
            found[row["division"]].append(row["id"])
    return found
