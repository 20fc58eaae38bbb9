"""What the contest package gives to the app: routes, navigation, and (by import) its sentences."""

from litestar.types import ControllerRouterHandler

import contest.entries.phrases
import contest.events.phrases
import contest.events.rule_family_phrases
import contest.officials.phrases
import contest.people.phrases
import contest.skills.phrases  # noqa: F401
import foundation.accounts.phrases  # noqa: F401
from foundation.pages import ChromeSource

ROUTES: list[ControllerRouterHandler] = []
CHROME: list[ChromeSource] = []
