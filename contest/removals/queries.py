"""What depends on a thing, and what the audit record says of one that is deleted."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote
from uuid import UUID

from contest.removals.obstacles import Dependent, Kind
from foundation.database import fetch

# Higher packages put in what they hang on the things of this one; ``judging/app.py`` does.
dependent_sources: list[Callable[[Kind, UUID], Awaitable[list[Dependent]]]] = []

_ENTRIES = "SELECT 'entries' AS code, d.slug AS place, count(*)::int AS count FROM entry n JOIN division d"
_COUNTS: Mapping[Kind, str] = {
    "skill": f"{_ENTRIES} ON d.id = n.division WHERE d.skill = $1 GROUP BY d.slug"
    " UNION ALL SELECT 'experts', s.code, count(*)::int FROM expert x JOIN skill s ON s.id = x.skill"
    " WHERE x.skill = $1 GROUP BY s.code"
    " UNION ALL SELECT 'offices', s.code, count(*)::int FROM appointment p JOIN skill s ON s.id = p.skill"
    " WHERE p.skill = $1 AND p.ended_at IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM expert x WHERE x.skill = p.skill AND x.account = p.account) GROUP BY s.code",
    "division": f"{_ENTRIES} ON d.id = n.division WHERE d.id = $1 GROUP BY d.slug"
    " UNION ALL SELECT 'only_division', s.code, 1 FROM division d JOIN skill s ON s.id = d.skill WHERE d.id = $1"
    " AND NOT EXISTS (SELECT 1 FROM division o WHERE o.skill = d.skill AND o.id <> d.id)",
    "delegation": "SELECT 'sent_entries' AS code, g.code AS place, count(*)::int AS count FROM entry n"
    " JOIN delegation g ON g.id = n.delegation WHERE g.id = $1 GROUP BY g.code"
    " UNION ALL SELECT 'sent_experts', g.code, count(*)::int FROM expert x JOIN delegation g ON g.id = x.delegation"
    " WHERE g.id = $1 GROUP BY g.code",
    "entry": "SELECT 'statuses' AS code, d.slug || '/entries/' || n.id AS place, count(*)::int AS count"
    " FROM entry_status t JOIN entry n ON n.id = t.entry JOIN division d ON d.id = n.division WHERE n.id = $1"
    " GROUP BY d.slug, n.id UNION ALL SELECT 'relations', d.slug || '/entries/' || n.id, count(*)::int"
    " FROM declared_relation r JOIN entry n ON n.id = r.entry JOIN division d ON d.id = n.division WHERE n.id = $1"
    " GROUP BY d.slug, n.id",
    "expert": "SELECT 'declared' AS code, d.slug AS place, count(*)::int AS count FROM declared_relation r"
    " JOIN entry n ON n.id = r.entry JOIN division d ON d.id = n.division WHERE r.expert = $1 GROUP BY d.slug",
}
_PAGES = {
    "entries": "/divisions/{place}/entries",
    "experts": "/skills/{place}/experts",
    "offices": "/officials?words={place}",
    "only_division": "/skills/{place}/removal",
    "sent_entries": "/entries?words={place}",
    "sent_experts": "/experts?words={place}",
    "statuses": "/divisions/{place}",
    "relations": "/divisions/{place}",
    "declared": "/divisions/{place}/entries",
}
_FACTS: Mapping[Kind, str] = {
    "skill": "SELECT code AS subject, name_zh, name_en, kind, team_size, age_limit, world_skill, compatriots_allowed,"
    " compatriots_approval, ARRAY(SELECT slug FROM division WHERE skill = s.id ORDER BY position) AS divisions,"
    " (SELECT count(*) FROM skill_section WHERE skill = s.id) AS sections FROM skill s WHERE s.id = $1",
    "division": "SELECT slug AS subject, code, name_zh, name_en, rule_set FROM division WHERE id = $1",
    "delegation": "SELECT code AS subject, name_zh, name_en, kind FROM delegation WHERE id = $1",
    "entry": "SELECT d.slug || ' ' || n.number AS subject, g.code || ' ' || g.name_zh AS delegation, n.unit,"
    " n.workstation, n.guest, ARRAY(SELECT trim(name_zh || ' ' || name_en) FROM competitor WHERE entry = n.id"
    " ORDER BY position) AS names FROM entry n JOIN division d ON d.id = n.division"
    " JOIN delegation g ON g.id = n.delegation WHERE n.id = $1",
    "expert": "SELECT a.user_name AS subject, a.name_zh, a.name_en, s.code AS skill, g.name_zh AS delegation, x.unit,"
    " ARRAY(SELECT DISTINCT role FROM appointment WHERE account = x.account AND skill = x.skill ORDER BY role)"
    " AS offices FROM expert x JOIN account a ON a.id = x.account JOIN skill s ON s.id = x.skill"
    " LEFT JOIN delegation g ON g.id = x.delegation WHERE x.id = $1",
}


async def dependents_of(kind: Kind, thing_id: UUID) -> list[Dependent]:
    """Everything that depends on a thing, this package's first."""
    rows = await fetch(_COUNTS[kind], thing_id)
    found = [
        Dependent(row["code"], row["place"].split("/")[0], row["count"], page_of(_PAGES[row["code"]], row["place"]))
        for row in rows
    ]
    for source in dependent_sources:
        found += await source(kind, thing_id)
    return found


def page_of(pattern: str, place: str) -> str:
    """The page of a pattern with ``{place}`` in it."""
    return pattern.replace("{place}", quote(place))


async def facts_of(kind: Kind, thing_id: UUID) -> tuple[str, dict[str, object]]:
    """What a thing is called, and what its audit record keeps of it; what is empty is left out."""
    row = dict((await fetch(_FACTS[kind], thing_id))[0])
    subject = str(row.pop("subject"))
    return subject, {name: value for name, value in row.items() if value not in (None, "", [])}
