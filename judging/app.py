"""What the judging package gives to the app: routes, navigation, and (by import) its sentences."""

from litestar.types import ControllerRouterHandler

import judging.desk.routes
from foundation.pages import ChromeSource

ROUTES: list[ControllerRouterHandler] = [*judging.desk.routes.ROUTES]
CHROME: list[ChromeSource] = []
