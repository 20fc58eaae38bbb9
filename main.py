"""Assembles the app. Nothing imports this module."""

import argparse
import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import ifaddr
from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader, MutableScopeHeaders
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.types import Message, Scope

import contest.app
import foundation.accounts.routes
import foundation.health
import judging.app
from contest.officials.phrases import first_account_words
from contest.officials.setup import issue_setup_token
from foundation.accounts.queries import accounts_exist
from foundation.authentication import Authentication, require_own_page, require_sign_in
from foundation.database import pool
from foundation.errors import show_fault, show_http_error, show_user_error
from foundation.live import listening
from foundation.logs import start_logging
from foundation.migrations import bring_up_to_date
from foundation.pages import CSRF_COOKIE, ROOT, chrome_sources, static_digest
from foundation.pdf import stop_printing
from foundation.problems import UserError
from foundation.requests import LARGEST_BODY, CrossSiteGuard, IncomingRequest
from foundation.serving import could_not_run, port_problem, run_server
from foundation.settings import Settings, get_settings

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
        " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Every answer carries them, errors and files too; none is kept by a browser or proxy unless it says so."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in SECURITY_HEADERS.items():
            headers[name] = value
        headers.setdefault("Cache-Control", "no-store")


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    """Pool and live listener stand while the app runs."""
    keep_what_is_loaded()
    async with pool(), listening():
        yield
    stop_printing()


def keep_what_is_loaded() -> None:
    """Take modules and routes out of garbage collection: walking them all stops a page for 100 ms."""
    gc.collect()
    gc.freeze()


def create_app(settings: Settings | None = None, *, with_database: bool = True) -> Litestar:
    """The whole application; ``with_database=False`` leaves pool and listener to the caller (tests)."""
    settings = settings or get_settings()
    chrome_sources[:] = [*contest.app.CHROME, *judging.app.CHROME]
    return Litestar(
        route_handlers=[
            *foundation.health.ROUTES,
            *foundation.accounts.routes.ROUTES,
            *contest.app.ROUTES,
            *judging.app.ROUTES,
            create_static_files_router(
                path=f"/static/{static_digest()}",
                directories=[ROOT / "static"],
                cache_control=CacheControlHeader(max_age=31_536_000, immutable=True, public=True),
                opt={"public": True, "exclude_from_auth": True},
            ),
        ],
        guards=[require_sign_in, require_own_page],
        middleware=[
            DefineMiddleware(Authentication, exclude_from_auth_key="exclude_from_auth"),
            DefineMiddleware(CrossSiteGuard, config=CSRFConfig(settings.secret_key, cookie_name=CSRF_COOKIE)),
        ],
        request_class=IncomingRequest,
        exception_handlers={
            UserError: show_user_error,
            HTTPException: show_http_error,
            Exception: show_fault,
        },
        before_send=[add_security_headers],
        lifespan=[lifespan] if with_database else [],
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        logging_config=None,  # ours stands already; Litestar's would take the root logger's handlers away
    )


def create_served_app() -> Litestar:
    """What the server's processes run."""
    start_logging()
    return create_app()


def serve(arguments: argparse.Namespace) -> int:
    """``touchstone serve``: migrate, say where the app is, and serve until interrupted."""
    if problem := port_problem(arguments.host, arguments.port):
        return could_not_run(problem)
    token = asyncio.run(prepare())
    say_where(arguments.host, arguments.port, token)
    return serve_app(arguments.host, arguments.port, arguments.workers)


async def prepare() -> str | None:
    """Bring the database up to date; the token for the first account where there is none yet."""
    await bring_up_to_date()
    return None if await accounts_exist() else issue_setup_token()


def say_where(host: str, port: int, token: str | None = None) -> None:
    """Print the addresses that reach this machine, and with ``token`` where the first account is made."""
    for name in dict.fromkeys(["127.0.0.1", *(local_addresses() if host == "0.0.0.0" else [host])]):  # noqa: S104
        print(f"  http://{name}:{port}/", flush=True)
    if token is not None:
        print(first_account_words(f"http://127.0.0.1:{port}/setup?token={token}"), flush=True)


def serve_app(host: str, port: int, workers: int) -> int:
    """Run the server processes; the exit code."""
    return run_server("main:create_served_app", host, port, workers)


def local_addresses() -> list[str]:
    """This machine's IPv4 addresses on its networks, those of its wires and radios first."""
    found = [
        (adapter.nice_name.startswith(("docker", "br-", "veth", "virbr")), str(address.ip))
        for adapter in ifaddr.get_adapters() for address in adapter.ips if address.is_IPv4
    ]  # fmt: skip
    return [address for _virtual, address in sorted(found) if not address.startswith("127.")]
