"""What comes in, read before anybody trusts it: query, form, and the token of the page that sent it.

Litestar's own readers keep the last thousand forms in memory, and take some broken ones for faults of ours (a part
in no encoding, a token that is no text). Here what cannot be read is refused (400, 403), and every text that can is
:func:`foundation.texts.visible`.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

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
_WHOSE = "."  # between the token and the account of a page


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
        if not isinstance(token, str) or not token.isascii():
            return None
        return super()._decode_csrf_token(token.partition(_WHOSE)[0])


def page_token(scope: Scope) -> str:
    """The token that a page was made with, or will be; empty where there is none."""
    token = ScopeState.from_scope(scope).csrf_token
    return token if isinstance(token, str) else ""


def page_token_for(token: str, account: UUID | None) -> str:
    """``token`` as a page for ``account`` carries it."""
    bare = token.partition(_WHOSE)[0]
    return f"{bare}{_WHOSE}{account.hex}" if account else bare


def whose_page(scope: Scope) -> str:
    """The account (hex) of whom the page was that sent this request; empty where the request does not say it."""
    return page_token(scope).partition(_WHOSE)[2]


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, list[Any]] = {}
    for name, value in pairs:
        if isinstance(value, UploadFile):
            value.filename = visible(value.filename)
        fields.setdefault(visible(name), []).append(visible(value) if isinstance(value, str) else value)
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()}
