"""Whether this process can serve: `/health`."""

from typing import Any

from litestar import Response, get

from foundation.database import fetch
from foundation.migrations import missing_migrations


@get("/health", opt={"public": True, "exclude_from_auth": True})
async def health() -> Response[dict[str, Any]]:
    try:
        await fetch("SELECT 1")
        missing = await missing_migrations()
    except Exception:
        return Response({"status": "down", "database": "down", "migrations": None, "jobs": None}, status_code=503)
    state = "missing" if missing else "ok"
    return Response(
        {"status": "ok" if not missing else "down", "database": "ok", "migrations": state, "jobs": None},
        status_code=200 if not missing else 503,
    )


ROUTES = [health]
