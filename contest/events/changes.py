"""What a form was based on, and what an edit changes. Pure.

Two organizers may edit one thing at once: a form carries the fingerprint of what its page showed, and the
verb refuses (409) when the thing has another one by now.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from foundation.problems import Problem

Plain = str | int | bool | date | Decimal | UUID | None


def fingerprint_of(values: Mapping[str, Plain]) -> str:
    """A short digest of ``values``; equal values give equal digests, whatever their order."""
    text = "\n".join(f"{name}={_plain(value)}" for name, value in sorted(values.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def check_based_on(based_on: str | None, values: Mapping[str, Plain]) -> list[Problem]:
    """``changed_meanwhile`` when the form showed something else; None asks for no check (scripts, imports)."""
    if based_on is None or based_on == fingerprint_of(values):
        return []
    return [Problem("changed_meanwhile")]


def changed(before: Mapping[str, Plain], after: Mapping[str, Plain]) -> dict[str, object]:
    """The fields that differ, each with ``[before, after]`` as texts; what an audit record keeps of an edit."""
    return {
        name: [_plain(before.get(name)), _plain(value)]
        for name, value in after.items()
        if _plain(before.get(name)) != _plain(value)
    }


def _plain(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
