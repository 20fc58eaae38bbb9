"""The details of audit records in words."""

from uuid import uuid4

from contest.oversight.phrases_details import difference_words
from foundation.language import set_language


def test_codes_lists_and_positions_are_words():
    set_language("en")
    details = {"aspects": ["A1", "A2"], "first_position": 3, "last_position": 5, "sheet": str(uuid4())}
    assert difference_words(details) == "aspects: A1, A2; positions in the record: 3–5"
    assert difference_words({"role": "chief_expert", "kind": "card"}) == "role: Chief Expert; kind: on a card"
    assert difference_words({"capacity": "second", "note": "uploaded a.xlsx"}) == (
        "approval as: second Expert; note: uploaded a.xlsx"
    )


def test_ids_are_counted_or_left_out_and_never_shown():
    set_language("en")
    sheets = [{"sheet": str(uuid4()), "position": 4}, {"sheet": str(uuid4()), "position": 5}]
    assert difference_words({"entries": ["01", "02"], "sheets": sheets}) == "entries: 01, 02; sheets: 2"
    assert difference_words({"experts": [str(uuid4()) for _ in range(4)], "leader": str(uuid4())}) == "Experts: 4"
    assert difference_words({"delegation_id": [str(uuid4()), str(uuid4())]}) == "delegation: changed"


def test_before_and_after_stand_in_the_readers_language():
    set_language("zh_CN")
    assert difference_words({"tier": ["city", "provincial"], "venue": ["", "上海"]}) == (
        "级别：市级竞赛 → 省级竞赛；地点：– → 上海"
    )
    set_language("en")
