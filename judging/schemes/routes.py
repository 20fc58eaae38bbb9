"""All pages of marking schemes."""

import judging.schemes.page_phrases
import judging.schemes.phrases  # noqa: F401
from judging.schemes import (
    routes_approval,
    routes_editor,
    routes_editor_parts,
    routes_reading,
    routes_tables,
    routes_uploads,
)

ROUTES = [
    *routes_reading.ROUTES, *routes_uploads.ROUTES, *routes_editor.ROUTES, *routes_editor_parts.ROUTES,
    *routes_approval.ROUTES, *routes_tables.ROUTES,
]  # fmt: skip
