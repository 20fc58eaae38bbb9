"""What the judging package gives to the app: routes, navigation, and (by import) its sentences."""

import judging.desk.routes
from foundation.pages import ChromeSource

ROUTES: list[object] = [*judging.desk.routes.ROUTES]
CHROME: list[ChromeSource] = []
