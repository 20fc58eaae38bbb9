"""Texts from outside without the signs that nobody types and no database keeps. Pure.

Left out are control characters (line ends and tabs stay), those that turn the direction of what follows, and lone
halves of surrogate pairs, which JSON can spell (``"\\ud800"``) and no encoding can write.
"""

import json
import re
from typing import Any

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """``text`` without what cannot be seen, kept or written."""
    return _UNSEEN.sub("", text)


def read_json(content: str, **options: Any) -> Any:
    """What a JSON text says, its strings :func:`visible`; ValueError or RecursionError where it says nothing."""
    return _visible_parts(json.loads(content, **options))


def _visible_parts(found: Any) -> Any:
    if isinstance(found, str):
        return visible(found)
    if isinstance(found, list):
        return [_visible_parts(each) for each in found]
    if isinstance(found, dict):
        return {visible(name): _visible_parts(value) for name, value in found.items()}
    return found
