"""What the contest package gives to the app: routes, navigation, and (by import) its sentences."""

from litestar.types import ControllerRouterHandler

import contest.entries.phrases
import contest.entries.routes
import contest.events.phrases
import contest.events.routes
import contest.events.rule_family_phrases
import contest.imports.phrases
import contest.imports.routes
import contest.officials.phrases
import contest.officials.routes
import contest.oversight.phrases
import contest.oversight.routes
import contest.people.phrases
import contest.people.phrases_codes
import contest.people.routes
import contest.people.routes_codes
import contest.people.routes_offices
import contest.removals.phrases
import contest.removals.routes
import contest.skills.phrases
import contest.skills.routes
import foundation.accounts.phrases  # noqa: F401
from contest.events.navigation import contest_chrome
from foundation.pages import ChromeSource

ROUTES: list[ControllerRouterHandler] = [
    *contest.events.routes.ROUTES,
    *contest.skills.routes.ROUTES,
    *contest.officials.routes.ROUTES,
    *contest.people.routes.ROUTES,
    *contest.people.routes_codes.ROUTES,
    *contest.people.routes_offices.ROUTES,
    *contest.entries.routes.ROUTES,
    *contest.removals.routes.ROUTES,
    *contest.imports.routes.ROUTES,
    *contest.oversight.routes.ROUTES,
]
CHROME: list[ChromeSource] = [contest_chrome]
