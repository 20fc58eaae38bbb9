"""Ask every route in every stage as everybody, and say who was let in.

Each request runs inside a savepoint that is rolled back, so that one does not change what the next one finds.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from itertools import product
from uuid import uuid4

import httpx
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from foundation.database import engine
from tests.access.probes import PROBES, Ask, Asker, sound
from tests.access.world import STAGES, World

REFUSED = (403, 404, 409, 413, 422)
SPARE = {"skill_code": "99", "kind": "delegations"}


def routes(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Method, path and handler of every route but the static files."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                if not route.path.startswith("/static"):
                    yield method, route.path, handler


async def walk(
    world: World, people: Sequence[Asker], app: Litestar
) -> tuple[dict[str, dict[str, set[str]]], list[str]]:
    """By guarded route and person the stages in which he is let in; and every answer that is neither yes nor no."""
    let_in: dict[str, dict[str, set[str]]] = {}
    strange: list[str] = []
    guarded = [(method, path) for method, path, handler in routes(app) if "allow" in handler.opt]
    for stage in STAGES:
        if stage != world.stage:
            await world.advance()
        for asker, (method, path) in product(people, guarded):
            status = await undone(world, asker, method, path, app)
            if status < 400:
                let_in.setdefault(f"{method} {path}", {}).setdefault(asker.name, set()).add(stage)
            elif status not in REFUSED:
                strange.append(f"{method} {path} as {asker.name} in {stage}: {status}")
    return let_in, strange


async def undone(world: World, asker: Asker, method: str, path: str, app: Litestar) -> int:
    """The status of one request, of which nothing stays."""
    opened = engine().current_transaction.get()
    assert opened is not None
    connection = opened.connection
    await connection.execute("SAVEPOINT probe")
    try:
        ask = await PROBES.get(f"{method} {path}", sound)(world, asker)
        address = await address_of(path, method, world, ask) + ask.query
        if path.endswith("/live"):
            return await first_status(app, address, asker.client)
        answer = await asker.client.request(
            method, address, data=ask.data if method != "GET" else None, json=ask.json, files=ask.files
        )
        return answer.status_code
    finally:
        await connection.execute("ROLLBACK TO SAVEPOINT probe; RELEASE SAVEPOINT probe")
        while world.litter:
            world.litter.pop().unlink(missing_ok=True)


async def address_of(path: str, method: str, world: World, ask: Ask) -> str:
    """The path with the world's own names in it; what is not there has a random id."""
    sheet = await world.sheet("01", "A1")
    known: dict[str, object] = {
        "event_code": world.event.code, "slug": world.division.slug, "skill_code": world.division.skill.code,
        "sheet_id": sheet.id if sheet else uuid4(), "aspect_id": world.sub("A1").aspects[0].id,
        "account_id": world.accounts["paul"], "entry_id": world.entries["01"], "expert_id": world.experts["spare"],
        "delegation_id": world.delegations["SPARE"], "number:int": 1, "number:str": "01", "kind": "csv",
        "code": "A1",
    }  # fmt: skip
    if method == "POST" or "/imports/" in path:
        known |= SPARE
    known |= {"number:int" if name == "number" else name: value for name, value in ask.names.items()}

    def fill(found: re.Match[str]) -> str:
        name, kind = found.groups()
        value = known.get(f"{name}:{kind}", known.get(name))
        return str(uuid4() if value is None and kind == "uuid" else value)

    return re.sub(r"\{(\w+):(\w+)\}", fill, path)


async def first_status(app: Litestar, address: str, client: httpx.AsyncClient) -> int:
    """The status of an answer that stays open."""
    request = client.build_request("GET", address)
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": request.url.path, "raw_path": request.url.raw_path, "query_string": request.url.query,
        "root_path": "", "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1), "server": ("hall.test", 80),
    }  # fmt: skip
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def receive() -> dict[str, object]:
        if started.done():
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start" and not started.done():
            started.set_result(int(str(message["status"])))

    running = asyncio.ensure_future(app(scope, receive, send))  # type: ignore[arg-type]
    await asyncio.wait([running, started], return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return await started
