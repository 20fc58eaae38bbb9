"""Files that were read: kept and dropped, but not for an archived event."""

import pytest

from foundation.database import fetch
from foundation.problems import UserError
from foundation.times import now
from judging.schemes.actions_uploads import drop_upload, hold_upload
from judging.schemes.read_scheme import ReadScheme
from tests.judging.schemes.stage import Stage, actor, make_stage, small_scheme

READ = ReadScheme(small_scheme(), "cis")


@pytest.fixture
async def stage(db: None) -> Stage:
    return await make_stage()


async def test_an_archived_event_keeps_no_file_and_drops_none(stage: Stage):
    erik = actor(stage.cast.erik)
    upload = await hold_upload(stage.division, READ, file_name="a.xlsx", by=erik)
    await fetch(
        "INSERT INTO event_state (id, event, position, state, reason, by, at)"
        " VALUES (gen_random_uuid(), $1, 2, 'archived', '', $2, $3)",
        stage.division.skill.event_id, stage.cast.olga, now(),
    )  # fmt: skip
    verbs = (
        hold_upload(stage.division, READ, file_name="b.xlsx", by=erik),
        drop_upload(stage.division, upload, by=erik),
    )
    for verb in verbs:
        with pytest.raises(UserError) as refused:
            await verb
        assert (refused.value.problems[0].code, refused.value.status) == ("event_archived", 409)
    assert [row["file_name"] for row in await fetch("SELECT file_name FROM scheme_upload")] == ["a.xlsx"]
