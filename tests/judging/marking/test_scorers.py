"""W-11: the record says who judged whom, on the sheet, in the list to read back and on paper."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from foundation.language import in_language
from judging.marking.actions_teams import name_team
from judging.marking.phrases import people_words
from judging.marking.rounds import EntryKind, SeatEntry
from judging.marking.scorers import who_is_on
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, fill_sheet, make_marked
from tests.judging.paper.test_filled import filled_text

ACCOUNTS = {name: uuid4() for name in ("Han", "Zhu", "Qin")}
ASPECTS = [uuid4(), uuid4()]


@dataclass(frozen=True)
class Held:
    seat: int
    name: str

    @property
    def account_id(self) -> UUID:
        return ACCOUNTS[self.name]


@dataclass(frozen=True)
class Given:
    aspect: UUID
    entry: SeatEntry
    judge_name: str


def given(
    name: str, seat: int, *, aspect: int = 0, round: int = 1, version: int = 1, kind: EntryKind = "mark"
) -> Given:
    entry = SeatEntry(seat, round, version, ACCOUNTS[name], Decimal(2) if kind == "mark" else None, kind)
    return Given(ASPECTS[aspect], entry, name)


@pytest.mark.parametrize(
    ("holder", "ledger", "words", "chinese"),
    [
        ("Qin", [], "Qin", "Qin"),
        ("Zhu", [given("Zhu", 3)], "Zhu", "Zhu"),
        (None, [given("Zhu", 3)], "Zhu", "Zhu"),
        ("Qin", [given("Zhu", 3)], "seat 3: Zhu (1), since then Qin", "第 3 席：Zhu（1），此后为Qin"),
        ("Qin", [given("Zhu", 3), given("Qin", 3, aspect=1)], "seat 3: Zhu (1), Qin (1)", "第 3 席：Zhu（1）、Qin（1）"),
        ("Qin", [given("Zhu", 3), given("Qin", 3, round=2)], "seat 3: Zhu (1), Qin (1)", "第 3 席：Zhu（1）、Qin（1）"),
        ("Qin", [given("Zhu", 3), given("Qin", 3, version=2)], "Qin", "Qin"),
        ("Qin", [given("Zhu", 3), given("Zhu", 3, version=2, kind="retracted")], "Qin", "Qin"),
        (
            "Qin", [given("Zhu", 0)], "Qin; values of the team also entered by Zhu",
            "Qin；Zhu 也录入过评分小组的数值",
        ),
        ("Zhu", [given("Zhu", 0)], "Zhu", "Zhu"),
    ],
)  # fmt: skip
def test_who_scored_stands_on_a_seat_and_its_holder_while_nothing_is_scored(
    holder: str | None, ledger: list[Given], words: str, chinese: str
):
    people = who_is_on([Held(3, holder)] if holder else [], ledger)
    for language, said in (("en", words), ("zh_CN", chinese)):
        with in_language(language):
            assert people_words(people) == said


def test_seats_stand_in_their_order_and_apart_where_one_has_changed_hands():
    people = who_is_on([Held(3, "Qin"), Held(1, "Han")], [given("Zhu", 3), given("Han", 1)])
    with in_language("en"):
        assert people_words(people) == "Han; seat 3: Zhu (1), since then Qin"


async def replaced(marked: Marked) -> None:
    """Wu takes Mei's place in every team after the first sheet was filled."""
    await fill_sheet(marked, await marked.sheet())
    team = [marked.experts[name] for name in ("erik", "li", "wu")]
    for form in marked.forms:
        await name_team(marked.division, form, team, leader=team[0], by=marked.actor("chen"))


async def test_after_a_change_of_team_sheet_read_back_and_paper_name_who_scored(db: None, browsing: Browsing):
    marked = await make_marked()
    await replaced(marked)
    client = await browsing.as_(marked.cast.erik)
    names = "Markers: Erik; Li; seat 3: Mei (1), since then Wu"
    assert names in (await client.get((await marked.sheet()).href)).text
    assert names in (await client.get("/events/games/divisions/17/marking/signatures")).text
    assert "Markers: Erik, Li, Wu" in (await client.get((await marked.sheet("02")).href)).text
    with in_language("en"):
        paper = await filled_text(marked)
    third = paper.split("Judge 3</span>")[1].split("</th>")[0]
    assert "Mei (1)" in third
    assert "since then</span> Wu" in third
    assert "(1)" not in paper.split("Judge 1</span>")[1].split("</th>")[0]


async def test_whoever_takes_a_seat_is_told_to_score_anew_only_where_he_can(db: None, browsing: Browsing):
    marked = await make_marked()
    told = "Score it anew: yours takes the place of that score."
    await marked.enter(await marked.sheet("02"), "mei", "A1.3", 1)
    await replaced(marked)
    wu = await browsing.as_(marked.cast.wu)
    revealed = (await wu.get((await marked.sheet()).href)).text
    assert "Round 1" in revealed
    assert told not in revealed
    assert told in (await wu.get((await marked.sheet("02")).href)).text


async def test_the_judge_who_scored_is_named_while_others_are_awaited(db: None, browsing: Browsing):
    marked = await make_marked()
    await marked.enter(await marked.sheet(), "mei", "A1.3", 1)
    team = [marked.experts[name] for name in ("erik", "li", "wu")]
    await name_team(marked.division, marked.forms[0], team, leader=team[0], by=marked.actor("chen"))
    text = (await (await browsing.as_(marked.cast.erik)).get((await marked.sheet()).href)).text
    assert "Mei – has scored" in text
    assert "Wu – has scored" not in text
    assert "seat 3: Mei (1), since then Wu" in text
