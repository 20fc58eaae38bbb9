"""Names of the kinds of audit record. Each package registers its own; an unknown kind shows its code."""

from collections.abc import Callable, Mapping

from foundation.language import gettext
from foundation.language import mark_for_translation as N_

_names: dict[str, str] = {}
_values: dict[str, dict[str, str]] = {}
_sayers: dict[str, Callable[[str], str]] = {}


def register_kinds(names: Mapping[str, str]) -> None:
    """Add names by event type: English ids, marked with ``N_``."""
    _names.update(names)


def register_values(field: str, names: Mapping[str, str]) -> None:
    """Add names of the codes that stand in a field of details: English ids, marked with ``N_``."""
    _values.setdefault(field, {}).update(names)


def register_sayer(field: str, say: Callable[[str], str]) -> None:
    """Say what stands in a field of details by a function: a code with something behind it."""
    _sayers[field] = say


def value_name(field: str, text: str) -> str:
    """What stands in a field of details, in the reader's language where it is a known code."""
    if field in _sayers:
        return _sayers[field](text)
    names = _values.get(field, {})
    return gettext(names[text]) if text in names else text


def kind_known(event_type: str) -> bool:
    """Whether a kind of record has a name."""
    return event_type in _names


def audit_kind_name(event_type: str) -> str:
    """The kind of a record in the reader's language."""
    return gettext(_names[event_type]) if event_type in _names else event_type


register_kinds(
    {
        "account.signed_in": N_("Signed in"),
        "account.signed_out": N_("Signed out"),
        "account.signed_out_everywhere": N_("Signed out everywhere"),
        "account.created": N_("Account created"),
        "account.renamed": N_("Name changed"),
        "account.closed": N_("Account closed"),
        "account.opened": N_("Account opened again"),
        "account.password_changed": N_("Password changed"),
        "account.password_set": N_("First password set"),
        "account.code_issued": N_("One-time code issued"),
        "account.codes_revoked": N_("One-time codes revoked"),
    }
)
