"""What comes in, read before anybody trusts it: query, form and CSRF token.

Litestar's own readers keep the last thousand forms in memory, and take some broken ones for faults of ours (a part
in no encoding, a token that is no text). Here what cannot be read is refused (400, 403), and every text that can is
:func:`foundation.texts.visible`.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import FormMultiDict, MultiDict, UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import Empty, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from foundation.texts import visible

LARGEST_BODY = 2_000_000
LARGEST_UPLOAD = 25_000_000  # where a file comes in, or a table that was previewed
MOST_FIELDS = 10_000


class IncomingRequest(Request[Any, Any, Any]):
    """The request class of the app."""

    @property
    def query_params(self) -> MultiDict[Any]:
        """The query, its texts visible."""
        return MultiDict([(visible(name), visible(value)) for name, value in super().query_params.items()])

    async def form(self) -> FormMultiDict:
        """The fields of a form, texts visible; 400 where it is none."""
        state = self._connection_state
        if state.form is Empty:
            state.form = _grouped(await self._pairs())
        self._form = FormMultiDict.from_form_data(state.form)
        return self._form

    async def _pairs(self) -> Iterable[tuple[str, Any]]:
        try:
            if self.content_type[0] == RequestEncodingType.URL_ENCODED:
                body = (await self.body()).decode("latin-1")
                return parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
            return (await super().form()).items()
        except (ValueError, LookupError):  # too many fields, or one in no encoding
            raise ClientException from None


class CrossSiteGuard(CSRFMiddleware):
    """Litestar's double-submitted token; one that is no plain text does not fit, instead of failing.

    Files that came with a request are closed whatever becomes of it.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            form = ScopeState.from_scope(scope).form
            if isinstance(form, dict):
                await FormMultiDict.from_form_data(form).close()

    def _decode_csrf_token(self, token: Any) -> str | None:
        return super()._decode_csrf_token(token) if isinstance(token, str) and token.isascii() else None


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, list[Any]] = {}
    for name, value in pairs:
        if isinstance(value, UploadFile):
            value.filename = visible(value.filename)
        fields.setdefault(visible(name), []).append(visible(value) if isinstance(value, str) else value)
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()}
