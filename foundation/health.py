"""Whether this process can serve: `/health`."""

import logging
from typing import Any

from litestar import Response, get

from foundation.database import fetch
from foundation.migrations import missing_migrations

log = logging.getLogger("touchstone.health")


class _Known:
    """What was logged last: a probe asks every few seconds, and the log holds each change of state once."""

    state = "ok"


@get("/health", opt={"public": True, "exclude_from_auth": True})
async def health() -> Response[dict[str, Any]]:
    try:
        await fetch("SELECT 1")
        missing = await missing_migrations()
    except Exception as error:
        _say("down", error)
        return Response({"status": "down", "database": "down", "migrations": None, "jobs": None}, status_code=503)
    state = "missing" if missing else "ok"
    _say(state)
    return Response(
        {"status": "ok" if not missing else "down", "database": "ok", "migrations": state, "jobs": None},
        status_code=200 if not missing else 503,
    )


def _say(state: str, error: Exception | None = None) -> None:
    if state != _Known.state:
        _Known.state = state
        log.log(logging.INFO if state == "ok" else logging.ERROR, "health: %s", state, exc_info=error)


ROUTES = [health]
