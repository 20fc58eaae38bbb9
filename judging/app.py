"""What the judging package gives to the app: routes, navigation, and (by import) its sentences."""

from litestar.types import ControllerRouterHandler

import judging.audit_phrases
import judging.desk.routes
import judging.marking.phrases
import judging.marking.routes
import judging.marking.routes_corrections
import judging.marking.routes_division
import judging.marking.routes_import
import judging.marking.routes_teams
import judging.marking.routes_touches
import judging.paper.routes
import judging.progress.routes
import judging.results.page_phrases
import judging.results.phrases
import judging.results.routes
import judging.results.routes_exports
import judging.results.routes_publication
import judging.schemes.routes
from contest.entries.actions_hooks import mark_holders
from contest.events.actions import held_at_archiving
from contest.events.queries import day_sources
from contest.removals.queries import dependent_sources
from foundation.pages import ChromeSource
from judging.desk.navigation import judging_chrome
from judging.desk.queries_dependents import judging_dependents
from judging.marking.actions_adoption import adopt_scheme_version
from judging.marking.actions_entries import hold_marks
from judging.marking.actions_sheets import hold_sheets_of_event
from judging.marking.queries_touches import count_touched
from judging.marking.scoring import measurement_mark
from judging.schemes.actions_hooks import lock_listeners, mark_rules, touched_marks
from judging.schemes.queries_days import scheme_days

ROUTES: list[ControllerRouterHandler] = [
    *judging.desk.routes.ROUTES,
    *judging.marking.routes.ROUTES,
    *judging.marking.routes_corrections.ROUTES,
    *judging.marking.routes_division.ROUTES,
    *judging.marking.routes_import.ROUTES,
    *judging.marking.routes_teams.ROUTES,
    *judging.marking.routes_touches.ROUTES,
    *judging.paper.routes.ROUTES,
    *judging.progress.routes.ROUTES,
    *judging.results.routes.ROUTES,
    *judging.results.routes_exports.ROUTES,
    *judging.results.routes_publication.ROUTES,
    *judging.schemes.routes.ROUTES,
]
CHROME: list[ChromeSource] = [judging_chrome]
dependent_sources[:] = [judging_dependents]  # what is marked is not deleted
held_at_archiving[:] = [hold_sheets_of_event]
day_sources[:] = [scheme_days]  # nor is a day taken away on which something is marked
mark_holders[:] = [hold_marks]  # whoever has a mark is not absent
lock_listeners[:] = [adopt_scheme_version]  # a new version carries the marks over, or is refused
touched_marks[:] = [count_touched]
mark_rules[:] = [measurement_mark]  # the editor shows what an observation gives
