"""The details of audit records in words."""

from uuid import uuid4

from contest.oversight.phrases_details import difference_words, fields_without_words
from foundation.language import set_language


def test_codes_lists_and_positions_are_words():
    set_language("en")
    details = {"aspects": ["A1", "A2"], "first_position": 3, "last_position": 5, "sheet": str(uuid4())}
    assert difference_words(details) == "aspects: A1, A2; positions in the record: 3–5"
    assert difference_words({"role": "chief_expert", "kind": "card"}) == "role: Chief Expert; kind: on a card"
    assert difference_words({"capacity": "second", "absence": False}) == "approval as: second Expert"


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


def test_what_a_field_means_depends_on_the_kind_of_record():
    set_language("zh_CN")
    assert difference_words({"codes": 1}, kind="account.codes_revoked") == "作废登录码数：1"
    assert difference_words({"codes": ["A1"]}, kind="marking.team_named") == "子标准：A1"
    assert difference_words({"kind": "coach"}, kind="entry.relation_declared") == "关系：教练"
    assert difference_words({"setting": "ties_allowed", "before": "", "after": "true"}).endswith("新值：是")
    assert difference_words({"absence": True, "compatriots_allowed": ["False", "True"]}) == (
        "裁判长缺席时代行：是；可评本代表团：否 → 是"
    )
    assert difference_words({"2": ["", "全部 100"]}) == "第 2 部分：– → 全部 100"


def test_people_stand_with_their_names():
    set_language("zh_CN")
    people = {"expert07a": "朱永强（expert07a）"}
    assert difference_words({"names": ["expert07a", "x"], "led_by": "expert07a"}, people=people) == (
        "人员：朱永强（expert07a）、x；组长：朱永强（expert07a）"
    )


def test_a_field_without_words_is_found():
    assert fields_without_words({"venue": "x", "member_2": "y", "3": "z", "first_position": 1, "weight": 2}) == ["weight"]
