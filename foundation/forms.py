"""Forms: read what was typed, shape it with pydantic, and keep it when it is refused.

Litestar's own form binding loses the input on errors, so forms are read here. ``submit`` is the one way a
form goes: parse, do the verb, or show the page again with everything typed and every problem at once.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from litestar import Response
from litestar.datastructures import UploadFile
from pydantic import BaseModel, ConfigDict, ValidationError

from foundation.authentication import AppRequest
from foundation.language import mark_for_translation as N_
from foundation.pages import Typed
from foundation.phrases import register_phrases
from foundation.problems import Place, Problem, UserError

Shape = TypeVar("Shape", bound=BaseModel)

register_phrases(
    {
        "gone_meanwhile": N_(
            "This cannot be done: what it belongs to was deleted meanwhile, or something hangs on it. Load it again."
        ),
        "taken_meanwhile": N_(
            "Somebody else has used this code, number or name in the same moment. Look again and choose another."
        ),
        "required": N_("Fill in this field."),
        "too_long": N_("Use at most %(limit)s characters."),
        "too_short": N_("Use at least %(limit)s characters."),
        "not_a_number": N_("Type a number, like 12 or 12.50."),
        "too_small": N_("Type %(limit)s or more."),
        "too_large": N_("Type %(limit)s or less."),
        "not_a_date": N_("Type a date like 2026-11-22."),
        "not_a_choice": N_("Choose one of the values offered."),
        "not_valid": N_("This value cannot be read."),
    }
)

CODES = {
    "missing": "required",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "int_parsing": "not_a_number",
    "int_type": "not_a_number",
    "int_from_float": "not_a_number",
    "decimal_parsing": "not_a_number",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "date_from_datetime_parsing": "not_a_date",
    "date_parsing": "not_a_date",
    "datetime_from_date_parsing": "not_a_date",
    "enum": "not_a_choice",
    "literal_error": "not_a_choice",
}


class Form(BaseModel):
    """Base of the shapes in ``forms.py``: text is stripped, unknown fields are ignored, empty means absent."""

    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore", arbitrary_types_allowed=True)

    @classmethod
    def further(cls, values: Mapping[str, Any]) -> Sequence[Problem]:
        """What is wrong beyond the shape and can be said of ``values`` that have none; told together with it."""
        return ()


class ShowAgain(Protocol):
    """Shows the form's page again with what was typed."""

    def __call__(self, *, typed: Typed) -> Awaitable[Response[Any]]: ...


async def read_typed(request: AppRequest) -> dict[str, Any]:
    """The fields of a form as they were typed (see :mod:`foundation.requests` for what is left out); a repeated
    field is a list, uploads are UploadFile."""
    form = await request.form()
    values: dict[str, Any] = {}
    for name in form:
        found = form.getall(name)
        values[name] = found[0] if len(found) == 1 else found
    values.pop("_csrf_token", None)
    return values


def shape(model: type[Shape], values: Mapping[str, Any]) -> Shape:
    """``values`` as ``model``; raises UserError with every problem and its field."""
    present = {name: value for name, value in values.items() if not _empty(value)}
    try:
        return model.model_validate(present)
    except ValidationError as error:
        found = [_problem(detail) for detail in error.errors(include_url=False)]
        known = {each.place.field for each in found}
        more = model.further(present) if issubclass(model, Form) else ()
        raise UserError(*found, *(each for each in more if each.place.field not in known)) from None


async def submit(
    request: AppRequest, model: type[Shape], act: Callable[[Shape], Awaitable[Response[Any]]], *,
    refused: ShowAgain,
) -> Response[Any]:  # fmt: skip
    """Parse the form and do ``act``; on refusal show the page again, input kept."""
    values = await read_typed(request)
    try:
        return await act(shape(model, values))
    except UserError as error:
        kept = {name: value for name, value in values.items() if not isinstance(value, UploadFile)}
        return await refused(typed=Typed(kept, error.problems, error.status))


def _empty(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _problem(detail: Any) -> Problem:
    context = detail.get("ctx", {})
    if isinstance(context.get("error"), UserError):
        inner = context["error"].problems[0]
        return Problem(inner.code, place=Place(field=".".join(map(str, detail["loc"]))), values=inner.values)
    limit = next((context[key] for key in ("max_length", "min_length", "ge", "le") if key in context), "")
    return Problem(
        CODES.get(detail["type"], "not_valid"),
        place=Place(field=".".join(map(str, detail["loc"]))),
        values={"limit": str(limit)},
    )
