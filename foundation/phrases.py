"""From problem codes to sentences. Each subject registers its own in ``phrases.py``; ``main`` loads them."""

from collections.abc import Mapping

from foundation.language import gettext
from foundation.problems import Problem

_sentences: dict[str, str] = {}


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
