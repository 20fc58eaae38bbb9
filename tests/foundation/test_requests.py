"""What comes in broken or forged is refused, never a fault: bodies, fields, tokens, cookies, queries."""

import re
from uuid import uuid4

import httpx
import pytest

from foundation.language import gettext, in_language
from foundation.requests import LARGEST_BODY, MOST_FIELDS
from foundation.texts import read_json, visible
from main import create_app
from tests.access.walk import routes
from tests.browsing import Browsing
from tests.factories import make_account

FORM = {"content-type": "application/x-www-form-urlencoded"}
PARTS = {"content-type": "multipart/form-data; boundary=q"}


def part(content: bytes, *, name: bytes = b"user_name", also: bytes = b"") -> bytes:
    return b'--q\r\ncontent-disposition: form-data; name="' + name + b'"\r\n' + also + b"\r\n" + content + b"\r\n"


BROKEN = {
    "bytes in no encoding": (b"user_name=\xff\xfe&password=\xed\xa0\x80", FORM),
    "a surrogate, percent-encoded": (b"user_name=%ED%A0%80&password=%00x", FORM),
    "a part in no encoding": (part(b"\xff\xed\xa0\x80") + b"--q--\r\n", PARTS),
    "a part in an encoding that is none": (
        part(b"abc", also=b"content-type: text/plain; charset=nonsense\r\n") + b"--q--\r\n", PARTS,
    ),
    "a surrogate by way of an encoding": (
        part(b"\\ud800\\x00", also=b"content-type: text/plain; charset=unicode_escape\r\n")
        + part(b"secret", name=b"password") + b"--q--\r\n", PARTS,
    ),
    "a name in no encoding": (part(b"abc", name=b"\xff") + b"--q--\r\n", PARTS),
    "no boundary": (b"x", {"content-type": "multipart/form-data"}),
    "no parts": (b"xyz", PARTS),
    "cut off": (part(b"abc"), PARTS),
    "a file for a text": (
        b'--q\r\ncontent-disposition: form-data; name="user_name"; filename="x"\r\n\r\nabc\r\n--q--\r\n', PARTS,
    ),
    "a field twice": (b"user_name=a&user_name=b&password=c", FORM),
    "too many fields": (b"&".join(b"f%d=1" % n for n in range(MOST_FIELDS + 1)), FORM),
    "another kind of body": (b'{"user_name": "\\ud800"}', {"content-type": "application/json"}),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
async def test_a_broken_form_is_refused(db: None, browsing: Browsing, what: str):
    content, headers = BROKEN[what]
    answer = await (await browsing.anonymous()).post("/sign-in", content=content, headers=headers)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    "body",
    ["_csrf_token=" + "%C3%A9" * 130, "_csrf_token=a&_csrf_token=b", "_csrf_token=", "user_name=a", "_csrf_token=%ff"],
)
async def test_a_token_that_is_no_text_does_not_fit(db: None, browsing: Browsing, body: str):
    client = await browsing.anonymous()
    del client.headers["x-csrftoken"]
    assert (await client.post("/sign-in", content=body, headers=FORM)).status_code == 403
    strange = {"x-csrftoken": "é".encode("latin-1") * 130}
    assert (await client.post("/sign-in", content="user_name=a", headers={**FORM, **strange})).status_code == 403
    assert (await client.post("/sign-in", files={"_csrf_token": ("x", b"y")})).status_code == 403


STAND_INS = {"uuid": str(uuid4()), "int": "1", "str": "x"}


async def test_no_route_changes_anything_without_the_token(db: None, browsing: Browsing):
    client = await browsing.as_(await make_account("olga"))
    del client.headers["x-csrftoken"]
    let_in = []
    for method, path, _ in routes(create_app(with_database=False)):
        if method != "GET":
            address = re.sub(r"\{\w+:(\w+)\}", lambda found: STAND_INS[found[1]], path)
            for content, headers in (("a=b", FORM), ("{}", {"content-type": "application/json"}), (b"", {})):
                answer = await client.request(method, address, content=content, headers=headers)
                if answer.status_code != 403:
                    let_in.append(f"{method} {path} {answer.status_code}")
    assert let_in == []


async def test_a_form_of_somebody_else_s_page_is_not_sent_as_whoever_signed_in_meanwhile(db: None, browsing: Browsing):
    """A shared tablet: the page of Li stays open in one tab while Mei signs in in another."""
    li, mei = await make_account("li"), await make_account("mei")
    page = (await (client := await browsing.as_(li)).get("/account")).text
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page)[1]
    other = await browsing.as_(mei)
    other.cookies.set("csrftoken", client.cookies["csrftoken"])
    del other.headers["x-csrftoken"]
    refused = await other.post("/account/sessions/end-all", data={"_csrf_token": token})
    assert refused.status_code == 409
    assert "signed in here since" in refused.text
    assert (await other.get("/account")).status_code == 200
    by_htmx = await other.post("/account/sessions/end-all", headers={"x-csrftoken": token})
    assert by_htmx.status_code == 409
    del client.headers["x-csrftoken"]
    assert (await client.post("/account/sessions/end-all", data={"_csrf_token": token})).status_code == 303


@pytest.mark.parametrize("cookie", [b"\xff\xed\xa0\x80", b"%ED%A0%80%00", b'"\\000\\355\\240\\200"', b"../../etc"])
async def test_a_strange_cookie_signs_nobody_in(db: None, browsing: Browsing, app, cookie: bytes):
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hall.test") as client:
        for name in (b"touchstone_session", b"touchstone_language", b"csrftoken"):
            answer = await client.get("/sign-in", headers={"cookie": name + b"=" + cookie})
            assert answer.status_code == 200


@pytest.mark.parametrize("sign", ["%00", "%ED%A0%80", "%ff", "%E2%80%AE"])
async def test_a_strange_query_asks_for_nothing(db: None, browsing: Browsing, sign: str):
    client = await browsing.anonymous()
    answer = await client.get(f"/sign-in?next=/a{sign}b&{sign}=x")
    assert answer.status_code == 200
    assert "\u202e" not in answer.text


async def test_a_strange_device_is_kept_as_it_can_be(db: None, browsing: Browsing):
    client = await browsing.as_(await make_account("olga"))
    assert (await client.get("/account", headers={"user-agent": b"\xff\xed\xa0\x80"})).status_code == 200


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_body_over_the_limit_is_told_so(db: None, browsing: Browsing, language: str):
    client = await browsing.anonymous()
    client.cookies.set("touchstone_language", language)
    answer = await client.post("/sign-in", data={"user_name": "x" * LARGEST_BODY, "password": "x"})
    assert answer.status_code == 413
    with in_language(language):
        assert gettext("That is too large") in answer.text


def test_what_cannot_be_seen_or_written_is_left_out():
    assert visible("a\x00b\ud800c\u202ed\te\r\n") == "abcd\te\r\n"
    assert read_json('{"a\\ud800": ["\\u0000b", 1.5, null, {"c": "\\ud83d\\ude00"}]}') == {"a": ["b", 1.5, None, {"c": "😀"}]}
