"""Codes that stand in addresses: of events, skills and divisions (T-06: compared as strings). Pure."""

import re

from foundation.problems import Place, Problem

LONGEST = 40
RESERVED = frozenset({"new", "import", "imports", "export"})
_SHAPE = re.compile(r"[^\W_](?:[\w.\-]*[\w])?")


def check_code(code: str, *, field: str = "code") -> list[Problem]:
    """A code is letters and digits of any script with ``- _ .`` between them, at most 40, no reserved word."""
    if len(code) > LONGEST or not _SHAPE.fullmatch(code):
        return [Problem("code_shape", place=Place(field=field), values={"code": code})]
    if code.casefold() in RESERVED:
        return [Problem("code_reserved", place=Place(field=field), values={"code": code})]
    return []


def division_slug(skill_code: str, division_code: str) -> str:
    """The division's name in addresses: the skill's code, with the division's behind it where it has one."""
    return f"{skill_code}-{division_code}" if division_code else skill_code
