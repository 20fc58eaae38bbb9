"""The reader's language: zh_CN or en, through gettext.

Message ids are the English sentences; ``locale/zh_CN/LC_MESSAGES/<package>.<subject>.po`` holds the
Chinese, one file a subject. The ``.po`` files are compiled on first use into the data folder, so that
there is no build step. The language of a request or a command lies in a context variable.
"""

import gettext as stdlib_gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from foundation.settings import data_folder, default_language

LANGUAGES = ("zh_CN", "en")
LOCALE = Path(__file__).resolve().parent.parent / "locale"

_language: ContextVar[str | None] = ContextVar("language", default=None)


def current_language() -> str:
    """``zh_CN`` or ``en``: what the reader chose, else ``TOUCHSTONE_LANGUAGE``."""
    return _language.get() or default_language()


def set_language(language: str) -> None:
    """Choose the language of the current context; an unknown one is ignored."""
    if language in LANGUAGES:
        _language.set(language)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Run the block in ``language`` (for paper, which may be in both)."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """``message`` in the reader's language."""
    return _translated(current_language(), message)


@lru_cache(maxsize=20_000)  # a page asks for the same words hundreds of times, through a chain of catalogues
def _translated(language: str, message: str) -> str:
    return translations(language).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form for ``count``; Chinese has one form only."""
    return translations(current_language()).ngettext(singular, plural, count)


def mark_for_translation(message: str) -> str:
    """Mark a constant for extraction; translate it where it is shown. Import it as ``N_``."""
    return message


def either(zh: str, en: str) -> str:
    """A thing's own name in the reader's language, falling back to the other one."""
    return (zh or en) if current_language() == "zh_CN" else (en or zh)


@cache
def translations(language: str) -> stdlib_gettext.NullTranslations:
    """All catalogues of ``language``, one behind the other."""
    merged = stdlib_gettext.NullTranslations()
    for source in sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")):
        catalogue = _compiled(source)
        if catalogue.exists():
            with catalogue.open("rb") as file:
                translation = stdlib_gettext.GNUTranslations(file)
            translation.add_fallback(merged)
            merged = translation
    return merged


def _compiled(source: Path) -> Path:
    stamp = source.stat()
    name = f"{source.stem}.{stamp.st_mtime_ns:x}.{stamp.st_size:x}.mo"
    target = data_folder() / "locale" / source.parent.parent.name / name
    if target.exists():
        return target
    import tempfile  # here, for it costs a command ten milliseconds

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as written:
        write_mo(written, catalogue)
    os.replace(written.name, target)
    return target
