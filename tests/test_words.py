"""Both languages are complete: every string has its Chinese, and no page says anything outside gettext."""

import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

import main  # noqa: F401  # loads every phrase
from foundation.language import LOCALE, in_language
from foundation.phrases import done_sentence, registered_done

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("foundation", "contest", "judging", "training")
KEYWORDS = {"_": None, "gettext": None, "N_": None, "mark_for_translation": None, "ngettext": (1, 2)}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACE = re.compile(r"%\((\w+)\)[sd]")


def python_files() -> list[Path]:
    found = [ROOT / name for name in ("main.py", "cli.py", "demo.py")]
    return found + [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def template_files() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def said() -> dict[str, set[str]]:
    """Every message id and the files that say it. A plural pair is known by its singular."""
    found: dict[str, set[str]] = {}
    for path in python_files():
        for _, message, *_rest in extract("python", io.BytesIO(path.read_bytes()), keywords=KEYWORDS):
            for each in [message[0]] if isinstance(message, tuple) else [message]:
                found.setdefault(each, set()).add(str(path.relative_to(ROOT)))
    for path in template_files():
        options = {"extensions": "jinja2.ext.do", "trimmed": "true"}
        rows = extract("jinja2.ext:babel_extract", io.BytesIO(path.read_bytes()), keywords=KEYWORDS, options=options)
        for _, message, *_rest in rows:
            for each in [message[0]] if isinstance(message, tuple) else [message]:
                found.setdefault(each, set()).add(str(path.relative_to(ROOT)))
    return {message: places for message, places in found.items() if message}


def chinese() -> Iterator[tuple[Path, Catalog, Message]]:
    for path in sorted((LOCALE / "zh_CN" / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="zh_CN", abort_invalid=True)
        for message in catalogue:
            if message.id:
                yield path, catalogue, message


def texts(message: Message) -> tuple[str, list[str]]:
    if isinstance(message.id, tuple | list):
        return message.id[0], [text for text in message.string if text]
    return message.id, [message.string] if message.string else []


def test_every_string_has_its_chinese():
    translated = {texts(message)[0]: texts(message)[1] for _, _, message in chinese() if not message.fuzzy}
    missing = {message: sorted(places) for message, places in said().items() if not translated.get(message)}
    assert not missing


def test_no_chinese_stands_without_a_string():
    known = said()
    assert [texts(message)[0] for _, _, message in chinese() if texts(message)[0] not in known] == []


def test_a_string_is_translated_in_one_file_only():
    counted = Counter(texts(message)[0] for _, _, message in chinese())
    assert [message for message, count in counted.items() if count > 1] == []


def test_places_of_values_are_the_same_in_both_languages():
    wrong = []
    for path, _, message in chinese():
        message_id, strings = texts(message)
        places = set(PLACE.findall(message_id)) | (
            set(PLACE.findall(message.id[1])) if not isinstance(message.id, str) else set()
        )
        wrong += [f"{path.name}: {message_id}" for text in strings if set(PLACE.findall(text)) - places]
    assert wrong == []


def test_english_is_english():
    assert [message for message in said() if CHINESE.search(message)] == []


@pytest.mark.parametrize("path", template_files(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_say_nothing_outside_gettext(path: Path):
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    tree = environment.parse(path.read_text(encoding="utf-8"))
    loose = "\x00".join(text.data for text in tree.find_all(nodes.TemplateData))
    words = re.sub(r"<!--.*?-->", " ", loose, flags=re.S)
    words = re.sub(r"<(code|kbd|svg|script|style)\b[^>]*>.*?</\1>", " ", words, flags=re.S)
    words = html.unescape(re.sub(r"<[^>]*>|<[^>]*$|^[^<]*>", " ", words.replace("\x00", " "), flags=re.S))
    assert re.findall(r"[^\W\d_]{3,}|[\u4e00-\u9fff]+", words) == []


def test_what_is_done_has_words_and_what_has_words_is_done():
    code = "\n".join(path.read_text() for path in python_files() if "phrases" not in path.name)
    named = set(re.findall(r'done="(\w+)"', code))
    assert named
    assert named <= registered_done()
    decided = {f"correction_{word}" for word in ("confirmed", "refused", "withdrawn")}
    assert {each for each in registered_done() if f'"{each}"' not in code} == decided


def test_an_address_can_only_ask_for_words_of_the_house():
    with in_language("en"):
        assert done_sentence("sheets_signed", "3") == "Sheets signed: 3."
        assert done_sentence("marking_opened") == done_sentence("marking_opened", "x<b>")
        for code, number in (("sheets_signed", ""), ("sheets_signed", "x<b>"), ("sheets_signed", "9" * 40), ("x<b>", "")):
            assert done_sentence(code, number) == ""
