"""Pages, forms, errors, paper: what every page can rely on."""

import json
import logging
import re
import subprocess
from pathlib import Path

import pytest
from litestar import Litestar, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import PermissionDeniedException
from pydantic import Field

from foundation.database import fetch
from foundation.errors import show_fault, show_http_error, show_user_error
from foundation.forms import Form, shape
from foundation.language import gettext, in_language
from foundation.logs import JsonLines
from foundation.pages import Typed, said, static
from foundation.pdf import print_pdf, render_pdf
from foundation.problems import UserError, refusal
from foundation.qr import qr_svg
from tests.browsing import Browsing
from tests.factories import make_account


async def test_the_language_is_remembered_and_the_page_says_which(db: None, browsing: Browsing):
    client = await browsing.anonymous()
    assert 'lang="zh-CN"' in (await client.get("/sign-in")).text
    await client.post("/language", data={"language": "en", "back": "/sign-in"})
    assert 'lang="en"' in (await client.get("/sign-in")).text


async def test_two_languages_at_once_stay_apart(db: None, browsing: Browsing):
    english, chinese = await browsing.anonymous(), await browsing.anonymous()
    english.cookies.set("touchstone_language", "en")
    chinese.cookies.set("touchstone_language", "zh_CN")
    for client, language in ((english, "en"), (chinese, "zh_CN"), (english, "en")):
        with in_language(language):
            assert f">{gettext('Password')}<" in (await client.get("/sign-in")).text


async def test_every_answer_carries_a_strict_policy(db: None, browsing: Browsing):
    client = await browsing.anonymous()
    for path in ("/sign-in", "/nothing-here", static("css/tokens.css")):
        policy = (await client.get(path)).headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


async def test_nothing_but_static_files_is_kept(db: None, browsing: Browsing):
    client = await browsing.as_(await make_account("olga"))
    script = {"accept": "application/json"}
    for path in ("/", "/account", "/sign-in", "/nothing-here", "/health", "/accounts", "/events"):
        for headers in ({}, {"hx-request": "true"}, script):
            assert (await client.get(path, headers=headers)).headers["cache-control"] == "no-store", path
    refused = await client.post("/account/password", data={"old": "x", "new": "y"}, headers=script)
    assert refused.headers["cache-control"] == "no-store"


async def test_static_files_may_be_kept_for_ever(db: None, browsing: Browsing):
    client = await browsing.anonymous()
    kept = (await client.get(static("css/tokens.css"))).headers["cache-control"]
    assert "immutable" in kept
    assert (await client.get("/static/../pyproject.toml")).status_code == 404


async def test_who_is_not_signed_in_is_led_there_and_back(db: None, browsing: Browsing):
    client = await browsing.anonymous()
    assert (await client.get("/account")).headers["location"] == "/sign-in?next=/account"
    assert (await client.get("/account", headers={"accept": "application/json"})).status_code == 401
    answer = await client.get("/account", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?next=/account")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_missing_page_helps_in_the_readers_language(db: None, browsing: Browsing, language: str):
    client = await browsing.anonymous()
    client.cookies.set("touchstone_language", language)
    answer = await client.get("/nothing-here")
    assert answer.status_code == 404
    with in_language(language):
        assert gettext("There is nothing at this address") in answer.text


def faulty_app() -> Litestar:
    @get("/fault")
    async def fault() -> None:
        raise ZeroDivisionError

    @get("/forbidden")
    async def forbidden() -> None:
        raise PermissionDeniedException

    @post("/refused")
    async def refused() -> None:
        raise refusal("sign_in_failed", status=409)

    @get("/ours")
    async def ours() -> None:
        await fetch("SELECT $1::text", "a\x00b")

    handlers = {UserError: show_user_error, PermissionDeniedException: show_http_error, Exception: show_fault}
    return Litestar([fault, forbidden, refused, ours], exception_handlers=handlers, openapi_config=None, logging_config=None)


async def test_a_fault_shows_an_id_that_stands_in_the_log(db: None, caplog: pytest.LogCaptureFixture):
    import httpx

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=faulty_app()), base_url="http://t") as client:
        with caplog.at_level(logging.ERROR):
            answer = await client.get("/fault")
        assert answer.status_code == 500
        record = next(each for each in caplog.records if hasattr(each, "error_id"))
        assert record.error_id in answer.text
        line = json.loads(JsonLines().format(record))
        assert line["error_id"] == record.error_id
        assert "ZeroDivisionError" in line["traceback"]
        assert (await client.get("/forbidden")).status_code == 403
        caplog.clear()
        answer = await client.get("/ours")  # what came in was read at one place: this one is no reader's doing
        assert answer.status_code == 500
        record = next(each for each in caplog.records if hasattr(each, "error_id"))
        assert record.error_id in answer.text
        told = await client.post("/refused", headers={"accept": "application/json"})
        assert (told.status_code, told.json()["problems"][0]["code"]) == (409, "sign_in_failed")


class Sample(Form):
    name: str = Field(max_length=5)
    size: int = Field(ge=1, le=9)


def test_a_form_tells_every_problem_at_once_with_its_field():
    with pytest.raises(UserError) as refused:
        shape(Sample, {"name": "too long a name", "size": "12"})
    assert {(each.place.field, each.code, each.values["limit"]) for each in refused.value.problems} == {
        ("name", "too_long", "5"),
        ("size", "too_large", "9"),
    }
    with pytest.raises(UserError) as refused:
        shape(Sample, {"name": "  ", "size": "x"})
    assert {each.code for each in refused.value.problems} == {"required", "not_a_number"}


def test_a_qr_code_is_an_svg_without_style():
    svg = qr_svg("http://hall.test/sheets/1")
    assert svg.startswith("<svg")
    assert "style=" not in svg


PAPER = "<html><body style='font-family: Noto Sans CJK SC'><h1>{}</h1></body></html>"


async def test_paper_is_not_blank_and_says_what_was_printed(tmp_path: Path):
    printed = await print_pdf(PAPER.format("成绩册 龘靐 &lt;b&gt; # &quot;&quot;"))
    (tmp_path / "paper.pdf").write_bytes(printed)
    text = subprocess.run(["pdftotext", tmp_path / "paper.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert '成绩册 龘靐 <b> # ""' in text
    subprocess.run(["pdftoppm", "-gray", "-r", "40", tmp_path / "paper.pdf", tmp_path / "page"], check=True)
    pixels = next(tmp_path.glob("page*.pgm")).read_bytes().split(b"\n255\n", 1)[1]
    assert sum(pixel < 128 for pixel in pixels) > 100


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1/", "touchstone:../pyproject.toml"])
def test_paper_fetches_nothing_but_our_own_files(address: str):
    secret = render_pdf(f"<html><body><img src='{address}'>x</body></html>")
    assert not re.search(rb"root:|\[project\]", secret)


@pytest.mark.parametrize("path", ["/events/%00/edit", "/events/x/skills/%00", "/events/x%07/divisions/y/scheme"])
async def test_control_characters_in_an_address_name_nothing(db: None, browsing: Browsing, path: str):
    client = await browsing.as_(await make_account("olga"))
    assert (await client.get(path)).status_code == 404


async def test_control_characters_in_a_form_are_left_out(db: None, browsing: Browsing):
    client = await browsing.anonymous()
    answer = await client.post("/sign-in", data={"user_name": "ol\x00ga", "password": "something long"})
    assert answer.status_code == 422
    assert 'value="olga"' in answer.text


@pytest.mark.parametrize("back", ["/\t/evil.example", "/\r\nSet-Cookie: a=b", "//evil.example", "https://evil.example"])
async def test_going_back_never_leaves_the_site(db: None, browsing: Browsing, back: str):
    client = await browsing.anonymous()
    for headers in ({"hx-request": "true"}, {}):
        answer = await client.post("/language", data={"language": "en", "back": back}, headers=headers)
        assert (answer.headers.get("hx-redirect") or answer.headers["location"]) == "/"


def test_a_refused_form_keeps_repeated_fields_and_forgets_files():
    upload = UploadFile("text/plain", "x.txt")
    kept = said(Typed({"target": ["a", "b"], "file": upload, "name": "Ä"}))["values"]
    upload.file.close()
    assert dict(kept) == {"target": ("a", "b"), "name": "Ä"}
    assert kept["never typed"] == ""
