"""Pages of skills and divisions after the announcement."""

from contest.events.states import State
from tests.browsing import Browsing
from tests.contest.conftest import Games
from tests.contest.test_verbs import OWN, fields
from tests.factories import move_event


async def test_what_the_announcement_fixed_of_a_skill_is_shown_as_text(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga)
    assert 'id="field-team_size"' in (await olga.get(f"{OWN}/skills/17/edit")).text
    await move_event(games.id, State.ANNOUNCED, games.cast.olga)
    shown = (await olga.get(f"{OWN}/skills/17/edit")).text
    assert "they decide who enters and who marks" in shown
    assert 'id="field-team_size"' not in shown
    seen = fields(shown)
    assert (await olga.post(f"{OWN}/skills/17/edit", data={**seen, "name_en": "Web"})).status_code == 303
    forged = fields((await olga.get(f"{OWN}/skills/17/edit")).text)
    refused = await olga.post(f"{OWN}/skills/17/edit", data={**forged, "age_limit": "30"})
    assert (refused.status_code, "cannot be changed any more" in refused.text) == (422, True)
    division = (await olga.get(f"{OWN}/divisions/17/edit")).text
    assert "Fixed when the event was announced." in division
    assert (await olga.post(f"{OWN}/divisions/17/edit", data={**fields(division), "name_zh": "全体"})).status_code == 303
