"""Results for other programs: the table as xlsx and csv, the ceremony's file (W-47), the API (W-48)."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from contest.events.access import provide_event
from contest.events.queries import EventFacts
from contest.officials.access import allow, provide_standing
from foundation.authentication import AppRequest
from foundation.downloads import table_file
from foundation.spreadsheet_writing import write_csv, write_xlsx
from judging.results.access import SeenResults
from judging.results.page_phrases import index_head, index_rows, publication_head, publication_rows
from judging.results.printing import CEREMONY_COLUMNS, Table, ceremony_rows, results_table
from judging.results.printing_public import results_document
from judging.results.queries_published import publications_of, published_of_event
from judging.results.routes import BASE, RESULTS, SEERS, index_shown
from judging.schemes.queries import versions_of_division

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EVENT = {"event": Provide(provide_event)}


@get(f"{BASE}/table.xlsx", opt=SEERS, dependencies=RESULTS)
async def export_xlsx(results: NamedDependency[SeenResults]) -> Response[bytes]:
    table = _table(results)
    content = write_xlsx(table.header, table.rows, name=results.division.slug)
    return download(content, f"results-{results.division.slug}.xlsx", XLSX)


@get(f"{BASE}/table.csv", opt=SEERS, dependencies=RESULTS)
async def export_csv(results: NamedDependency[SeenResults]) -> Response[bytes]:
    table = _table(results)
    return download(write_csv(table.header, table.rows), f"results-{results.division.slug}.csv", "text/csv")


@get(f"{BASE}/publications/export/{{kind:str}}", opt=SEERS, dependencies=RESULTS)
async def export_publications(results: NamedDependency[SeenResults], kind: FromPath[str]) -> Response[bytes]:
    versions = {line.id: line.number for line in await versions_of_division(results.division.id)}
    found = await publications_of(results.division.id)
    rows = publication_rows(found, versions, results.event.time_zone)
    return table_file(kind, f"publications-{results.division.slug}", publication_head(), rows)


@get("/events/{event_code:str}/results/export/{kind:str}", opt=SEERS, dependencies=EVENT)
async def export_index(
    request: AppRequest, event: NamedDependency[EventFacts], kind: FromPath[str]
) -> Response[bytes]:
    lines, _sees, points = await index_shown(event, await provide_standing(request))
    return table_file(kind, f"{event.code}-results", index_head(), index_rows(lines, points, event.time_zone))


@get(
    "/events/{event_code:str}/results/Competitor_results.xlsx",
    opt=allow(anyone_inside=True, narrowed="published"),
    dependencies=EVENT,
)
async def export_ceremony(event: NamedDependency[EventFacts]) -> Response[bytes]:
    rows: list[Any] = []
    for division, shown in await published_of_event(event.id):
        rows += ceremony_rows(division.skill.code, shown.results)
    return download(write_xlsx(CEREMONY_COLUMNS, rows, name="Results"), "Competitor_results.xlsx", XLSX)


@get("/api/v1/events/{event_code:str}/results", opt=allow(anyone_inside=True, narrowed="published"), dependencies=EVENT)
async def results_api(request: AppRequest, event: NamedDependency[EventFacts]) -> dict[str, Any]:
    published: Sequence[Any] = await published_of_event(event.id)
    return results_document(event, published, href=request.url.path)


def _table(results: SeenResults) -> Table:
    return results_table(results.shown.results) if results.shown else Table((), ())


def download(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """A file to keep; its name is plain ASCII but for what a code may hold, which is replaced."""
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name)
    headers = {"Content-Disposition": f'attachment; filename="{safe}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)


ROUTES: list[ControllerRouterHandler] = [
    export_xlsx, export_csv, export_publications, export_index, export_ceremony, results_api,
]  # fmt: skip
