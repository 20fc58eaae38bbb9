"""What the contest package gives to the app: routes, navigation, and (by import) its sentences."""

from litestar.types import ControllerRouterHandler

import contest.officials.phrases  # noqa: F401
import foundation.accounts.phrases  # noqa: F401
from foundation.pages import ChromeSource

ROUTES: list[ControllerRouterHandler] = []
CHROME: list[ChromeSource] = []
