"""One-time codes as they are read and typed."""

from datetime import timedelta

import pytest

from foundation.accounts import actions
from foundation.accounts.codes import LENGTH, SIGNS, in_groups, new_code, read_code
from foundation.accounts.queries import get_signed_in
from foundation.audit.actions import CONSOLE
from foundation.authentication import SESSION_COOKIE
from foundation.times import now
from tests.browsing import Browsing

CODE = "K7QF93TM2B8XZD4RHN60"


def test_a_code_has_a_hundred_random_bits():
    assert len(set(SIGNS)) == 32
    assert LENGTH * 5 == 100
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) == set(SIGNS)


@pytest.mark.parametrize(
    "typed", [CODE, CODE.lower(), "K7QF 93TM 2B8X ZD4R HN60", " k7qf-93tm-2b8x-zd4r-hn6o ", "K7QF93TM2B8XZD4RHN6O",
              "Ｋ７ＱＦ\u300093ＴＭ\u00a02b8x zd4r hn60"]
)
def test_a_code_is_read_however_it_is_typed(typed: str):
    assert read_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE[1:], CODE + "0", "U" + CODE[1:], "aZ-9_" * 9])
def test_what_can_be_no_code_is_none(typed: str):
    assert read_code(typed) is None


def test_a_code_is_shown_in_groups_of_four():
    assert in_groups(CODE) == "K7QF 93TM 2B8X ZD4R HN60"


async def test_a_typed_code_signs_in_once(db: None, browsing: Browsing):
    li = await actions.create_account("li", name_zh="李建国", by=CONSOLE)
    code = await actions.issue_code(li, kind="screen", expires_at=now() + timedelta(minutes=5), by=CONSOLE, scope=None)
    client = await browsing.anonymous()
    assert 'name="code"' in (await client.get("/sign-in/code")).text
    typed = in_groups(code.secret).lower()
    answer = await client.post("/sign-in/code", data={"code": typed})
    assert answer.status_code == 303
    me = await get_signed_in(answer.cookies[SESSION_COOKIE])
    assert me is not None
    assert me.account_id == li
    other = await browsing.anonymous()
    refused = await other.post("/sign-in/code", data={"code": typed})
    assert refused.status_code == 403
    assert typed in refused.text
    assert "该登录码已使用、已过期或已作废" in refused.text
    assert (await other.post("/sign-in/code", data={"code": " "})).status_code == 422
