"""How Touchstone looks, as far as a machine can see: the CSP holds, colours can be read, every macro renders."""

import re
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from foundation.language import in_language
from foundation.pages import environment

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text()
LANGUAGES = ("zh_CN", "en")


class Problem:
    """A problem as ``foundation.pages`` hands it to a template."""

    def __init__(self, sentence: str, field: str | None) -> None:
        self.sentence, self.field, self.severity, self.code, self.place = sentence, field, "error", "x", ""


PROBLEMS = [Problem("No <blank>.", "code"), Problem("A file is missing.", None)]
OPTIONS = [("a", "First"), ("b", "Second", "with help")]
COLUMNS: list[dict[str, Any]] = [
    {"label": "No.", "kind": "number", "fixed": True},
    {"label": "Name", "sorted": "ascending", "href": "?sort=name"},
    {"label": "Mark", "kind": "number", "unit": "100.00", "key": "mark"},
    {"label": "Note", "hidden": True, "sort": False},
    {"label": ""},
]
SAMPLES: dict[str, tuple[Any, ...]] = {
    "icon": ("check",),
    "house_mark": (),
    "button": ("Save", "primary"),
    "link_button": ("Open", "/x"),
    "icon_button": ("Close", "cross"),
    "form_open": ("/x", "token"),
    "error_summary": (PROBLEMS,),
    "field": ("code", "Code", "a b", PROBLEMS, "Letters."),
    "textarea": ("code", "Code", "a", PROBLEMS),
    "select": ("code", "Code", [("a", "First"), ("Group", [("b", "Second")])], "b", PROBLEMS),
    "radios": ("code", "Code", OPTIONS, "b", PROBLEMS),
    "checkboxes": ("code", "Code", OPTIONS, ["a", "b"], PROBLEMS),
    "checkbox": ("code", "Code", True, PROBLEMS, "Help"),
    "state": ("needs",),
    "award": ("gold", "Gold"),
    "tag": ("17",),
    "page_head": ("Title", "Lead"),
    "card": ("Title",),
    "tile": ("Label", "12", "/x", "of 40"),
    "definitions": ([("Label", "Value")],),
    "notice": ("Saved", "done", True),
    "empty": ("None yet", "They would be here."),
    "tabs": ([{"label": "One", "href": "/x", "current": True, "count": 3}, {"label": "Two", "href": "/y"}], "Tabs"),
    "segments": ([{"label": "One", "href": "/x"}], "Views"),
    "steps": ([{"label": "One", "state": "done", "href": "/x"}, {"label": "Two", "state": "progress"}], "Course"),
    "progress": (3, 12, "Sheets"),
    "figure": ("12.5",),
    "mark_of": ("2.75", "4.00"),
    "why": (),
    "more": ("Rule",),
    "data_table": ("entries", "Entries", COLUMNS, 30, 12, True, [("xlsx", "/x.xlsx")]),
    "exports": ([("xlsx", "/x.xlsx")],),
    "pagination": (5, 12, "?page={page}", 106, 25, 36),
    "matrix": ("Trade × day", "Trade", ["C1", "C2"]),
    "matrix_cell": ("needs", "2", "/x"),
    "legend": ([("open", "not started"), ("none", "does not apply")],),
    "confirm_danger": ("/x", "token", "Withdraw", "It will be gone.", "17-A", "Withdraw 17-A"),
    "compare": ("Yours", "Now", [("Mark", "2.75", "3.25"), ("Judge", "Li", "Li"), ("Reason", None, "x")]),
    "breadcrumb": ([("Events", "/"), ("Here", "/here")],),
    "language_switch": ("zh_CN", "/x", "token"),
    "theme_switch": (),
    "copy_button": ("text",),
    "print_button": (),
    "dialog": ("d", "Title"),
    "dialog_button": ("d", "Open"),
    "qr_box": (Markup("<svg></svg>"), "Once only"),
    "time_limit": ("14:00", "16:00", "2026-11-22T16:00:00Z", "2026-11-22T14:00:00Z"),
    "signature_lines": (["Judge", "Chief Expert", "Supervisor"],),
    "tablet.sheet_top": ("07-A3", "B2", "C2", "Workstation 14", "/sheets"),
    "tablet.connection": (False, 12),
    "tablet.aspect": ("1", "B2.1", "Text", "1.50"),
    "tablet.aspect_foot": ("refused", "2.75", "4.00", "changed at 14:32"),
    "tablet.mark_given": ("2.75", "4.00"),
    "tablet.entry_states": ("kept",),
    "tablet.score_cards": (["none", "some", "good", "best"], 2),
    "tablet.yes_no": ("1",),
    "tablet.counter": ("pages", "5", 8),
    "tablet.choices": ([(1, "All", "1.00"), (2, "Half", "0.50")], 2),
    "tablet.value_entry": ("Time", "1.25", "s", "0.8 to 2.0"),
    "tablet.pad": (),
    "tablet.reasons": ([("a", "Missing")], "a"),
    "tablet.revealed": ([("Li", 1, False), ("Mei", 3, True)],),
    "tablet.spread_say": (),
    "tablet.waiting": ([("Li", True), ("Mei", False)],),
    "tablet.bar_say": ("out", "You were signed out."),
    "tablet.sheet_foot": ("12.75", "16.50", 5),
    "tablet.sheet_link": ("/x", "07-A3", "B2", "5 missing", Markup("<span></span>")),
}


def macro(name: str) -> Any:
    found = environment().globals["ui"]
    for part in name.split("."):
        found = getattr(found, part)
    return found


def render_macro(name: str) -> str:
    called = macro(name)
    body = {"caller": lambda: Markup("<i>body</i>")} if called.caller else {}
    return str(called(*SAMPLES[name], **body))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_macro_renders_its_sample(name: str, language: str) -> None:
    with in_language(language):
        text = render_macro(name)
    assert "<" in text
    assert "%(" not in text
    if macro(name).caller:
        assert "<i>body</i>" in text
    for tag in ("div", "section", "details", "fieldset", "table", "ul", "dl", "dialog", "button", "span"):
        assert len(re.findall(rf"<{tag}[\s>]", text)) == text.count(f"</{tag}>"), tag


def test_no_macro_lacks_a_sample() -> None:
    names = set()
    for file, prefix in (("ui.html", ""), ("tablet.html", "tablet.")):
        found = re.findall(r"macro (\w+)\(", (ROOT / "templates" / file).read_text())
        names |= {prefix + name for name in found if not name.startswith("_")}
    assert names == set(SAMPLES)


def test_what_was_typed_comes_back_escaped() -> None:
    text = render_macro("field") + render_macro("error_summary")
    assert 'value="a b"' in text
    assert "No &lt;blank&gt;." in text
    assert 'href="#field-code"' in text
    assert 'aria-invalid="true"' in text


def test_a_table_without_rows_says_so() -> None:
    text = str(macro("data_table")("x", "Entries", COLUMNS, 0, empty="Import them first.", caller=lambda: ""))
    assert "Import them first." in text
    assert "empty-row" in text


@pytest.mark.parametrize("chrome", ["desk", "tablet", "hall", "plain", "welcome"])
def test_the_frame_renders_in_each_of_its_forms(chrome: str) -> None:
    text = environment().get_template("base.html").render(chrome=chrome, csrf_token="it's", problems=[])
    assert f'data-chrome="{chrome}"' in text
    assert '<main id="main"' in text
    assert "it\\u0027s" in text
    assert text.count("<main") == text.count("</main>") == 1
    assert text.count("<div") == text.count("</div>")


@pytest.mark.parametrize("code", [403, 404, 405, 409, 413, 422, 429, 500])
def test_an_error_page_says_what_to_do(code: int) -> None:
    page = environment().get_template("error.html")
    text = page.render(chrome="plain", code=code, problems=[], error_id="4f2a" if code == 500 else None)
    assert str(code) in text
    assert text.count("<p>") >= 2
    assert ("4f2a" in text) == (code == 500)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_breaks_the_content_security_policy(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    assert not re.search(r"\sstyle\s*=", text), "style attribute"
    assert "<style" not in text
    assert not re.search(r"<[^>]*\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>", text), "inline script"
    assert "javascript:" not in text
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text), "something from elsewhere"


def test_every_icon_that_is_named_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "icons.svg").read_text()))
    named = set()
    for path in TEMPLATES:
        named |= set(re.findall(r"""icon\(["']([\w-]+)["']\)""", path.read_text()))
        named |= set(re.findall(r"""picture=["']([\w-]+)["']""", path.read_text()))
    assert named - {"state-"} <= drawn
    assert {f"state-{name}" for name in ("open", "progress", "done", "needs", "refused")} <= drawn


def test_only_the_tokens_name_colours() -> None:
    for path in STYLES:
        if path.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![-\w])|rgb\(|hsl\(", path.read_text()), path.name


def test_five_sizes_of_type() -> None:
    assert len(set(re.findall(r"--t\d: ([^;]+);", TOKENS))) == 5
    for path in STYLES:
        for size in re.findall(r"font-size:\s*([^;}]+)", path.read_text()):
            assert re.fullmatch(r"var\(--t\d\)|inherit|100%|\.92em", size.strip()) or path.name == "hall.css", size


def themes() -> dict[str, dict[str, str]]:
    """The colours of both themes; the two places that say "dark" must agree."""
    blocks = re.findall(r":root([^{]*)\{([^}]*)\}", TOKENS)
    colours = [(who, dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", body))) for who, body in blocks]
    light = colours[0][1]
    by_device, chosen = colours[1][1], colours[2][1]
    assert 'data-theme="dark"' in colours[2][0]
    assert by_device == chosen
    return {"light": light, "dark": {**light, **chosen}}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("paper", "surface", "sunken", "hover")
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "link", "gold", "refused") for ground in GROUNDS),
    *((name, f"{name}-soft") for name in ("open", "progress", "done", "needs", "refused")),
    *((name, ground) for name in ("open", "progress", "done", "needs") for ground in ("paper", "surface")),
    *(("ink", f"{name}-soft") for name in ("open", "progress", "done", "needs", "refused", "gold")),
    *((name, "surface") for name in ("silver", "bronze")),
    ("ink-soft", "needs-soft"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-selected", "selected"),
    ("ink", "selected"),
    ("paper", "ink"),
    ("on-slab", "slab"),
    ("on-slab-soft", "slab"),
    ("on-slab-soft", "slab-high"),
    ("on-slip", "slip"),
]
SHAPE_PAIRS = [
    *((edge, ground) for edge in ("line-strong", "focus", "action") for ground in ("paper", "surface")),
    ("gold-mark", "slab"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_words_can_be_read(ink: str, ground: str, theme: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), SHAPE_PAIRS)
def test_edges_can_be_seen(edge: str, ground: str, theme: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[edge], colours[ground]) >= 3


def test_the_vendored_files_are_the_pinned_ones() -> None:
    script = (ROOT / "script" / "vendor").read_text()
    base = (ROOT / "templates" / "base.html").read_text()
    pins = dict(re.findall(r"^(htmx|sse)=([\d.]+)$", script, flags=re.M))
    for file in (f"htmx-{pins['htmx']}.min.js", f"htmx-ext-sse-{pins['sse']}.min.js"):
        assert f"vendor/{file}" in base
        assert (ROOT / "static" / "vendor" / file).stat().st_size > 1000
        assert (ROOT / "static" / "vendor" / file.replace(".min.js", ".LICENSE.txt")).exists()
