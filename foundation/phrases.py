"""From codes to sentences: of problems, and of what was done. Each subject registers its own in ``phrases.py``;
``main`` loads them."""

from collections.abc import Mapping

from foundation.language import gettext
from foundation.problems import Problem

_sentences: dict[str, str] = {}
_done: dict[str, str] = {}


def register_phrases(sentences: Mapping[str, str]) -> None:
    """Add sentences by problem code: English ids with ``%(name)s`` places, marked with ``N_``."""
    for code, sentence_id in sentences.items():
        if _sentences.get(code, sentence_id) != sentence_id:
            raise ValueError(f"two sentences for problem code {code}")
        _sentences[code] = sentence_id


def registered_codes() -> frozenset[str]:
    """Every code that has a sentence; a test compares them with the codes the rules return."""
    return frozenset(_sentences)


def sentence(problem: Problem) -> str:
    """The problem in the reader's language. A code without a sentence is a fault of ours."""
    return gettext(_sentences[problem.code]) % problem.values


def register_done(sentences: Mapping[str, str]) -> None:
    """Add what the page after an act says, by code (see :func:`foundation.pages.redirect`): English ids, marked with
    ``N_``; ``%(number)s`` is how many things it concerned."""
    for code, sentence_id in sentences.items():
        if _done.get(code, sentence_id) != sentence_id:
            raise ValueError(f"two sentences for what was done: {code}")
        _done[code] = sentence_id


def registered_done() -> frozenset[str]:
    """Every code of something done; a test compares them with those that handlers name."""
    return frozenset(_done)


def done_sentence(code: str, number: str = "") -> str:
    """What was done, in the reader's language. An address may hold anything: what is no code, or lacks the number
    that its sentence names, says nothing."""
    known = _done.get(code, "")
    counted = number.isascii() and number.isdigit() and len(number) < 7
    return gettext(known) % {"number": number} if known and (counted or "%(" not in known) else ""
