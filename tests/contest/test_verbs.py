"""What the forms do: created, edited, refused with what was typed, and told when somebody was faster."""

import re
from html import unescape

import asyncpg
import pytest

from contest.entries.queries import entries_of_division, get_entry
from contest.events.queries import get_event, overrides_of
from contest.events.states import State
from contest.skills.queries import divisions_of_event, get_skill, sections_of_skill
from foundation.database import fetch
from tests.browsing import Browsing
from tests.contest.conftest import Games
from tests.factories import make_entry, make_skill, move_event

OWN = "/events/games"


def fields(page: str) -> dict[str, str]:
    """The first form with a fingerprint: its inputs as they stand."""
    form = next(part for part in page.split("<form ")[1:] if 'name="based_on"' in part).split("</form>")[0]
    values = {
        name: unescape(value)
        for name, value in re.findall(r'<input(?=[^>]*type="(?:text|hidden|date)")[^>]*name="([^"]+)"[^>]*? value="([^"]*)"', form)
    }
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        values[name] = unescape(chosen.group(1)) if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        values[name] = unescape(text)
    values.pop("_csrf_token", None)
    return values


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/edit", {"venue": "北京"}),
        ("/skills/17/edit", {"name_en": "Web"}),
        ("/skills/17/sections", {"sections": "1 | 全部 | 100"}),
        ("/divisions/17/edit", {"rule_set": "cn-medals"}),
        ("/delegations/{delegation}", {"name_en": "Beijing"}),
        ("/experts/{expert}", {"unit": "一厂"}),
        ("/divisions/17/entries/{entry}/edit", {"workstation": "A-7"}),
    ],
)
async def test_the_second_of_two_editors_is_told_and_keeps_what_was_typed(
    games: Games, browsing: Browsing, path: str, change: dict[str, str]
):
    address = OWN + path.format(
        delegation=games.delegations["BJ"], expert=games.expert_id, entry=games.entry_id
    )
    one, other = await browsing.as_(games.cast.olga), await browsing.as_(games.cast.olga)
    seen = fields((await one.get(address)).text)
    (name,) = change
    assert (await one.post(address, data={**seen, **change})).status_code == 303
    typed = {"sections": "9 | 别的", "rule_set": "cn-prizes"}.get(name, "ZZ 9")
    refused = await other.post(address, data={**seen, name: typed})
    assert refused.status_code == 409
    assert "Somebody changed this" in refused.text
    assert typed in unescape(refused.text)
    again = fields(refused.text)
    assert again["based_on"] != seen["based_on"]
    assert (await other.post(address, data={**again, name: typed})).status_code == 303


async def test_an_event_is_created_walked_to_its_announcement_and_frozen(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga)
    for target in ("applied", "approved"):
        assert (await olga.post(f"{OWN}/state", data={"target": target, "confirm": "games"})).status_code == 303
    assert 'value="announced"' in (await olga.get(f"{OWN}/state")).text
    wrong = await olga.post(f"{OWN}/state", data={"target": "announced", "confirm": "game"})
    assert wrong.status_code == 422
    shown = fields((await olga.get(f"{OWN}/settings")).text)
    wrong_settings = await olga.post(f"{OWN}/settings", data={**shown, "total_max": "0", "excellence_from": "many"})
    assert wrong_settings.status_code == 422
    for field in ("total_max", "excellence_from"):
        assert f'href="#field-{field}"' in wrong_settings.text
    assert 'value="many"' in wrong_settings.text
    changes = {"total_max": "200", "judges": "5", "tie_keys": ["total", "", "judgement"]}
    assert (await olga.post(f"{OWN}/settings", data={**shown, **changes})).status_code == 303
    assert await overrides_of(games.id) == {"total_max": "200", "tie_keys": "total,judgement"}
    late = await olga.post(f"{OWN}/settings", data={**shown, "excellence_from": "710"})
    assert (late.status_code, "710" in late.text) == (409, True)
    assert (await olga.post(f"{OWN}/state", data={"target": "announced", "confirm": "games"})).status_code == 303
    settings = (await olga.get(f"{OWN}/settings")).text
    assert "Frozen when the event was announced" in settings
    assert 'name="total_max"' not in settings
    assert (await olga.post(f"{OWN}/settings", data={**shown, "total_max": "100"})).status_code == 409
    seen = fields((await olga.get(f"{OWN}/edit")).text)
    assert (await olga.post(f"{OWN}/edit", data={**seen, "tier": "city"})).status_code == 422
    assert (await olga.post(f"{OWN}/edit", data={**seen, "venue": "苏州"})).status_code == 303


async def test_announcing_names_everything_that_is_missing(games: Games, browsing: Browsing):
    ada, olga = await browsing.as_(games.cast.ada), await browsing.as_(games.cast.olga)
    typed = {"code": "bare", "name_zh": "空白竞赛", "tier": "city", "rule_family": "C", "organizer": "olga"}
    made = await ada.post("/events", data=typed)
    assert made.headers["location"] == "/events?done=event_created"
    assert (await ada.get("/events/bare")).status_code == 404
    seen = fields((await olga.get("/events/bare/edit")).text)
    await olga.post("/events/bare/edit", data={**seen, "tier": "", "rule_family": ""})
    assert "missing" in (await olga.get("/events/bare")).text
    for target in ("applied", "approved"):
        await olga.post("/events/bare/state", data={"target": target, "confirm": "bare"})
    shown = (await olga.get("/events/bare/state")).text
    for place in ("/edit#field-tier", "/edit#field-first_day", "/skills"):
        assert f'href="/events/bare{place}"' in shown
    assert 'value="announced"' not in shown
    assert 'value="announced"' not in (await olga.get(f"{OWN}/state")).text
    refused = await olga.post("/events/bare/state", data={"target": "announced", "confirm": "bare"})
    assert refused.status_code == 422
    for words in ("tier", "rule family", "lead organiser", "rule document", "version", "C1", "at least one skill"):
        assert words in refused.text


async def test_a_new_event_is_refused_with_everything_at_once(games: Games, browsing: Browsing):
    ada = await browsing.as_(games.cast.ada)
    typed = {"code": "a/b", "tier": "none", "competition_days": "四", "first_day": "soon", "time_zone": "Mars"}
    refused = await ada.post("/events", data=typed)
    assert refused.status_code == 422
    summary = refused.text.split('id="error-summary"')[1].split("</ul>")[0]
    for label in ("Code:", "Tier:", "Competition days:", "First competition day (C1):", "Time zone:", "Chinese name:",
                  "User name of the organizer:"):  # fmt: skip
        assert label in summary
    unchosen = await ada.post("/events", data={"name_zh": "空白竞赛", "venue": "苏州"})
    assert unchosen.status_code == 422
    summary = unchosen.text.split('id="error-summary"')[1].split("</ul>")[0]
    for label in ("Code:", "Tier:", "Rule family:", "User name of the organizer:"):
        assert label in summary
    assert 'value="空白竞赛"' in unchosen.text
    assert 'value="苏州"' in unchosen.text
    unknown = await ada.post("/events", data={"code": "ab", "name_zh": "甲", "organizer": "nobody"})
    assert "No account has this user name." in unknown.text


@pytest.mark.parametrize("name", ["sun", "rui", "chen", "ada", "paul"])
async def test_only_the_organizer_changes_the_event(games: Games, browsing: Browsing, name: str):
    client = await browsing.as_(getattr(games.cast, name))
    for path, typed in (
        ("/edit", {"code": "games", "name_zh": "x"}),
        ("/settings", {"name": "total_max", "value": "200"}),
        ("/state", {"target": "applied", "confirm": "games"}),
        ("/skills", {"code": "99", "name_zh": "x"}),
        ("/delegations", {"code": "TJ", "name_zh": "天津"}),
        ("/officials", {"user_name": "paul", "role": "supervisor"}),
        ("/divisions/17/entries", {"number": "09"}),
    ):
        assert (await client.post(OWN + path, data=typed)).status_code in (403, 404)
    event = await get_event("games")
    assert event is not None
    assert (event.name_zh, event.state) == ("全国技能大赛", "draft")


async def test_a_skill_of_groups_is_made_from_the_form(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga)
    filled = (await olga.get(f"{OWN}/skills/new?world_skill=23")).text
    assert 'value="Autonomous Mobile Robotics"' in filled
    typed = {"code": "23", "name_zh": "移动机器人", "team_size": "2", "world_skill": "23", "groups": ["zg", "xs"]}
    answer = await olga.post(f"{OWN}/skills", data={**typed, "rule_set": "cn-prizes"})
    assert answer.headers["location"] == f"{OWN}/skills/23?done=skill_added"
    skill = await get_skill(games.id, "23")
    assert skill is not None
    assert len(await sections_of_skill(skill.id)) > 0
    slugs = [division.slug for division in await divisions_of_event(games.id) if division.skill.code == "23"]
    assert slugs == ["23-zg", "23-xs"]
    again = await olga.post(f"{OWN}/skills", data=typed)
    assert again.status_code == 409
    assert 'value="移动机器人"' in again.text


async def test_an_entry_form_says_every_problem_and_keeps_what_was_typed(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga)
    own = f"{OWN}/divisions/17/entries"
    early = {"number": "08", "delegation": str(games.delegations["SH"]), "name_zh_1": "科拉"}
    answer = await olga.post(own, data=early)
    assert (answer.status_code, "Announce it first." in answer.text) == (409, True)
    assert "Announce it first." in (await olga.get(own)).text
    await move_event(games.id, State.REGISTRATION, games.cast.olga)
    assert "Announce it first." not in (await olga.get(own)).text
    wrong = {"number": "", "delegation": "", "name_zh_1": "科拉", "birth_date_1": "31.12.2003", "unit": "一厂"}
    answer = await olga.post(own, data=wrong)
    assert answer.status_code == 422
    for field in ("number", "delegation", "birth_date_1"):
        assert f'href="#field-{field}"' in answer.text
    assert 'value="一厂"' in answer.text
    old = {"number": "09", "delegation": str(games.delegations["SH"]), "name_zh_1": "科拉", "birth_date_1": "2003-12-31"}
    answer = await olga.post(own, data=old)
    assert answer.status_code == 422
    assert "over the age limit of 22" in answer.text
    assert (await olga.post(own, data={**old, "birth_date_1": "2004-01-01"})).status_code == 303
    assert [line.number for line in await entries_of_division(games.division_id)] == ["07", "09"]


async def test_the_chief_expert_records_absent_and_nobody_else(games: Games, browsing: Browsing):
    entry = await get_entry(games.id, games.entry_id)
    assert entry is not None
    address, typed = f"{OWN}/divisions/17/entries/{games.entry_id}/status", {"confirm": entry.number}
    for name, status in (("olga", 403), ("sun", 403), ("erik", 403), ("ada", 404), ("ines", 403)):
        client = await browsing.as_(getattr(games.cast, name))
        assert (await client.post(address, data={"status": "absent", **typed})).status_code == status
    chen = await browsing.as_(games.cast.chen)
    for confirm in ("", "1", "no", f"{entry.number}1"):
        unsure = await chen.post(address, data={"status": "absent", "reason": "no show", "confirm": confirm})
        assert (unsure.status_code, f"Type {entry.number} exactly" in unsure.text) == (422, True), confirm
        assert "no show" in unsure.text
    assert (await chen.post(address, data={"status": "absent", **typed})).status_code == 303
    refused = await chen.post(address, data={"status": "withdrawn", **typed})
    assert (refused.status_code, "Give the reason" in refused.text) == (422, True)
    entry = await get_entry(games.id, games.entry_id)
    assert entry is not None
    assert entry.status == "absent"


async def test_officials_are_appointed_and_ended(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga)
    own = f"{OWN}/officials"
    assert (await olga.post(own, data={"user_name": "nobody", "role": "supervisor"})).status_code == 422
    assert (await olga.post(own, data={"user_name": "wu", "role": "expert"})).status_code == 422
    assert (await olga.post(own, data={"user_name": "wu", "role": "administrator"})).status_code == 422
    skill = str(games.skill_id)
    assert (await olga.post(own, data={"user_name": "WU", "role": "expert", "skill": skill})).status_code == 303
    office = (await fetch("SELECT id FROM appointment WHERE account = $1", games.cast.wu))[0]["id"]
    assert (await olga.post(f"{own}/{office}/end")).status_code == 303
    assert (await olga.post(f"{own}/{office}/end")).status_code == 409
    mine = (await fetch("SELECT id FROM appointment WHERE account = $1", games.cast.olga))[0]["id"]
    assert (await olga.post(f"{own}/{mine}/end")).status_code == 409


async def test_the_audit_record_is_filtered_by_person_kind_words_and_day(games: Games, browsing: Browsing):
    sun = await browsing.as_(games.cast.sun)
    whole = (await sun.get(f"{OWN}/audit")).text
    assert "Event created" in whole
    for query, there in (
        ("kind=event.created", True), ("kind=entry.added", False), ("actor=organ", True), ("actor=nobody", False),
        ("words=nothing-like-it", False), ("since=2999-01-01", False), ("until=1999-01-01", False), ("since=soon", True),
    ):  # fmt: skip
        rows = (await sun.get(f"{OWN}/audit?{query}", headers={"hx-request": "true"})).text
        assert ("<td class=\"nowrap\">Event created" in rows) is there, query
    exported = await sun.get(f"{OWN}/audit/export/csv?kind=event.created")
    assert exported.content.decode("utf-8-sig").count("\r\n") == 2


async def test_an_archived_event_takes_no_change(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga)
    for target in ("applied", "approved", "announced", "registration", "running", "results_posted", "ended", "archived"):
        assert (await olga.post(f"{OWN}/state", data={"target": target, "confirm": "games"})).status_code == 303
    assert (await olga.post(f"{OWN}/delegations", data={"code": "TJ", "name_zh": "天津"})).status_code == 409
    assert (await olga.post(f"{OWN}/skills", data={"code": "99", "name_zh": "x"})).status_code == 409
    back = {"target": "ended", "confirm": "games", "reason": "mistake"}
    assert (await olga.post(f"{OWN}/state", data=back)).status_code == 409


class Counter:
    """How many statements the connections run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.statements = 0
        original = asyncpg.Connection.fetch

        async def counted(connection, *arguments, **named):
            self.statements += 1
            return await original(connection, *arguments, **named)

        monkeypatch.setattr(asyncpg.Connection, "fetch", counted)


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("/events", 3), (f"{OWN}", 10), (f"{OWN}/skills", 4), (f"{OWN}/delegations", 4), (f"{OWN}/entries", 4),
        (f"{OWN}/experts", 4), (f"{OWN}/officials", 5), (f"{OWN}/codes", 5), (f"{OWN}/divisions/17/entries", 7),
        (f"{OWN}/audit", 6),
    ],
)  # fmt: skip
async def test_lists_ask_the_database_as_often_with_three_rows_as_with_one(
    games: Games, browsing: Browsing, monkeypatch: pytest.MonkeyPatch, path: str, statements: int
):
    olga = await browsing.as_(games.cast.olga)
    counter = Counter(monkeypatch)
    await olga.get(path)
    first, counter.statements = counter.statements, 0
    for number in ("21", "22"):
        await make_entry(games.division_id, games.delegations["SH"], games.cast.olga, number)
        await make_skill(games.id, games.cast.olga, f"X{number}")
    counter.statements = 0
    await olga.get(path)
    assert (first, counter.statements) == (statements, statements)
