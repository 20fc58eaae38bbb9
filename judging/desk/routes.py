"""Home: one question answered for each role."""

from typing import Any

from litestar import Response, get

from contest.events.queries import events_of
from foundation.authentication import AppRequest, signed_in
from foundation.pages import page


@get("/", opt={"mine": True})
async def home(request: AppRequest) -> Response[Any]:
    events = await events_of(signed_in(request).account_id)
    return await page(request, "judging/desk/home.html", events=events)


ROUTES = [home]
