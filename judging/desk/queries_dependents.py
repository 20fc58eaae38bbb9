"""What judging hangs on the things of an event: none of them is deleted while it stands."""

from collections.abc import Mapping
from uuid import UUID

from contest.removals.obstacles import Dependent, Kind
from contest.removals.queries import page_of
from foundation.database import fetch

_DIVISIONS = (
    "SELECT 'schemes' AS code, d.slug AS place, (SELECT count(*) FROM scheme_version WHERE division = d.id)"
    " + (SELECT count(*) FROM scheme_upload WHERE division = d.id) AS count FROM division d WHERE d.{column} = $1"
    " UNION ALL SELECT 'teams', d.slug, (SELECT count(*) FROM marking_team WHERE division = d.id)"
    " FROM division d WHERE d.{column} = $1"
    " UNION ALL SELECT 'sheets', d.slug, (SELECT count(*) FROM sheet WHERE division = d.id)"
    " FROM division d WHERE d.{column} = $1"
    " UNION ALL SELECT 'publications', d.slug, (SELECT count(*) FROM publication WHERE division = d.id)"
    " FROM division d WHERE d.{column} = $1"
)
_OF_EXPERT = "expert x JOIN division d ON d.skill = x.skill"
_COUNTS: Mapping[Kind, str] = {
    "skill": _DIVISIONS.format(column="skill"),
    "division": _DIVISIONS.format(column="id"),
    "entry": "SELECT 'sheets' AS code, d.slug AS place, count(*) AS count FROM sheet s"
    " JOIN division d ON d.id = s.division WHERE s.entry = $1 GROUP BY d.slug",
    "expert": "SELECT 'on_teams' AS code, d.slug AS place, (SELECT count(*) FROM marking_team t WHERE t.division = d.id"
    " AND (t.leader = x.id OR EXISTS (SELECT 1 FROM marking_team_member m WHERE m.team = t.id AND m.expert = x.id)))"
    f" AS count FROM {_OF_EXPERT} WHERE x.id = $1"
    " UNION ALL SELECT 'seats', d.slug, (SELECT count(*) FROM sheet_marker k JOIN sheet s ON s.id = k.sheet"
    f" WHERE k.expert = x.id AND s.division = d.id) FROM {_OF_EXPERT} WHERE x.id = $1"
    " UNION ALL SELECT 'marks', d.slug, (SELECT count(*) FROM mark_entry e WHERE e.division = d.id"
    f" AND x.account IN (e.judge, e.entered_by)) FROM {_OF_EXPERT} WHERE x.id = $1"
    " UNION ALL SELECT 'signed', d.slug, (SELECT count(*) FROM sheet_act c JOIN sheet s ON s.id = c.sheet"
    f" WHERE c.by = x.account AND s.division = d.id) FROM {_OF_EXPERT} WHERE x.id = $1"
    " UNION ALL SELECT 'worked_on', d.slug, (SELECT count(*) FROM scheme_version v WHERE v.division = d.id"
    " AND (v.author = x.account OR EXISTS (SELECT 1 FROM scheme_revision r WHERE r.scheme_version = v.id"
    " AND r.by = x.account) OR EXISTS (SELECT 1 FROM scheme_approval a WHERE a.scheme_version = v.id"
    f" AND a.by = x.account))) FROM {_OF_EXPERT} WHERE x.id = $1",
}
_PAGES = {
    "schemes": "/divisions/{place}/scheme",
    "teams": "/divisions/{place}/teams",
    "sheets": "/divisions/{place}/marking",
    "publications": "/divisions/{place}/results",
    "on_teams": "/divisions/{place}/teams",
    "seats": "/divisions/{place}/teams",
    "marks": "/divisions/{place}/marking",
    "signed": "/divisions/{place}/marking",
    "worked_on": "/divisions/{place}/scheme",
}


async def judging_dependents(kind: Kind, thing_id: UUID) -> list[Dependent]:
    """Schemes, marking teams, sheets, marks, signatures and publications that hang on a thing."""
    rows = await fetch(_COUNTS[kind], thing_id) if kind in _COUNTS else []
    return [
        Dependent(row["code"], row["place"], row["count"], page_of(_PAGES[row["code"]], row["place"])) for row in rows
    ]
