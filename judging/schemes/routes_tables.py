"""The tables about a scheme as files: versions, history, what changed, mark allocation."""

from litestar import Response, get
from litestar.params import FromPath

from foundation.authentication import AppRequest
from foundation.downloads import table_file
from judging.schemes.access import READ, event_of
from judging.schemes.allocation import allocate
from judging.schemes.queries import revisions_of_version, versions_of_division
from judging.schemes.routes_reading import (
    DIVISION,
    HOME,
    ONE,
    VERSION,
    Division,
    Version,
    asked_changes,
    changes_shown,
    scheme_or_404,
)
from judging.schemes.table_phrases import (
    allocation_head,
    allocation_lines,
    change_head,
    change_lines,
    history_head,
    history_rows,
    version_head,
    version_rows,
)


@get(HOME + "/versions/export/{kind:str}", opt=READ, dependencies=DIVISION)
async def export_versions(request: AppRequest, division: Division, kind: FromPath[str]) -> Response[bytes]:
    rows = version_rows(await versions_of_division(division.id), event_of(request).time_zone)
    return table_file(kind, f"{division.slug}-versions", version_head(), rows)


@get(VERSION + "/history/export/{kind:str}", opt=READ, dependencies=ONE)
async def export_history(
    request: AppRequest, division: Division, version: Version, kind: FromPath[str]
) -> Response[bytes]:
    rows = history_rows(await revisions_of_version(version.id), event_of(request).time_zone)
    return table_file(kind, f"{division.slug}-v{version.number}-history", history_head(), rows)


@get(VERSION + "/changes/export/{kind:str}", opt=READ, dependencies=ONE)
async def export_changes(
    request: AppRequest, division: Division, version: Version, kind: FromPath[str]
) -> Response[bytes]:
    since, revision = asked_changes(request)
    shown = await changes_shown(division, version, since, revision)
    return table_file(kind, f"{division.slug}-v{version.number}-changes", change_head(), change_lines(shown.rows))


@get(VERSION + "/allocation/export/{kind:str}", opt=READ, dependencies=ONE)
async def export_allocation(division: Division, version: Version, kind: FromPath[str]) -> Response[bytes]:
    scheme = await scheme_or_404(version)
    name = f"{division.slug}-v{version.number}-allocation"
    return table_file(kind, name, allocation_head(scheme.criteria), allocation_lines(allocate(scheme)))


ROUTES = [export_versions, export_history, export_changes, export_allocation]
