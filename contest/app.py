"""What the contest package gives to the app: routes, navigation, and (by import) its sentences."""

import contest.officials.phrases  # noqa: F401
import foundation.accounts.phrases  # noqa: F401
from foundation.pages import ChromeSource

ROUTES: list[object] = []
CHROME: list[ChromeSource] = []
