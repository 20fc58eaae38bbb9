"""What the judging package gives to the app: routes, navigation, and (by import) its sentences."""

from litestar.types import ControllerRouterHandler

import judging.audit_phrases
import judging.desk.routes
import judging.marking.phrases
import judging.marking.routes
import judging.results.page_phrases
import judging.results.phrases
import judging.results.routes
import judging.results.routes_exports
import judging.results.routes_publication
from foundation.pages import ChromeSource

ROUTES: list[ControllerRouterHandler] = [
    *judging.desk.routes.ROUTES,
    *judging.marking.routes.ROUTES,
    *judging.results.routes.ROUTES,
    *judging.results.routes_exports.ROUTES,
    *judging.results.routes_publication.ROUTES,
]
CHROME: list[ChromeSource] = []
