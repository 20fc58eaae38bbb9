"""Who may: what each route allows, and the roles of the person who asks.

Every route says in its ``opt`` which roles it is for: ``@get(…, opt=allow(Role.ORGANIZER))``. The providers of
events, skills, divisions and sheets (in their subjects' ``access.py``) load **and** authorise by it: what one
does not see is 404, what one sees but may not do is 403. The table of role × state × route is made from the
same declarations, so it cannot differ from what the code does.
"""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import FromPath

from contest.officials.queries import get_standing
from contest.officials.roles import Role, Standing
from foundation.accounts.queries import AccountLine, get_account
from foundation.authentication import AppRequest, signed_in


@dataclass(frozen=True, slots=True)
class Allow:
    """The roles of a route. ``anyone_inside``: whoever holds any office in the event. ``narrowed``: a rule of the
    object refuses some of them still: ``published`` (before it only ``roles``), ``named`` (an Expert: where named)."""

    roles: frozenset[Role]
    anyone_inside: bool = False
    narrowed: Literal["", "published", "named"] = ""


def allow(
    *roles: Role, anyone_inside: bool = False, narrowed: Literal["", "published", "named"] = ""
) -> dict[str, Any]:
    """``opt`` of a route for these roles."""
    return {"allow": Allow(frozenset(roles), anyone_inside, narrowed)}


def allowance(request: AppRequest) -> Allow:
    """What the route of this request allows; a route without a word is a fault of ours."""
    return request.route_handler.opt["allow"]


async def provide_standing(request: AppRequest) -> Standing:
    """The offices of the person who asks, read once a request."""
    known = request.scope.get("touchstone_standing")
    if known is None:
        known = await get_standing(signed_in(request).account_id)
        request.scope["touchstone_standing"] = known  # type: ignore[typeddict-unknown-key]
    assert isinstance(known, Standing)
    return known


def authorise(request: AppRequest, held: frozenset[Role], *, sees: bool) -> None:
    """404 for what the person does not see, 403 for what he sees but may not."""
    if not sees:
        raise NotFoundException
    allowed = allowance(request)
    if not allowed.anyone_inside and not held & allowed.roles:
        raise PermissionDeniedException


async def provide_house_standing(request: AppRequest) -> Standing:
    """The person's offices, for pages of the house (accounts, new events): a role of the whole house is needed."""
    standing = await provide_standing(request)
    authorise(request, standing.in_house(), sees=True)
    return standing


async def provide_account(request: AppRequest, account_id: FromPath[UUID]) -> AccountLine:
    """The account of the address, for whoever keeps accounts."""
    await provide_house_standing(request)
    found = await get_account(account_id)
    if found is None:
        raise NotFoundException
    return found
