"""``touchstone doctor``: says what is missing, and what puts it right; a new machine is not a broken one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.postgres import stop_server

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    stop_server(tmp_path)


def run(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"TOUCHSTONE_DATA": str(data), "TOUCHSTONE_LANGUAGE": "en", **more}
    command = [str(Path(sys.executable).with_name("touchstone")), *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def examined(data: Path) -> tuple[int, dict[str, dict[str, object]]]:
    answer = run(data, "doctor", "--json")
    told = json.loads(answer.stdout)
    assert told["ok"] == (answer.returncode == 0)
    return answer.returncode, {each["name"]: each for each in told["checks"]}


def test_a_new_database_wants_its_migrations_and_nothing_else(data: Path):
    code, before = examined(data)
    assert code == 1
    assert [name for name, each in before.items() if not each["ok"]] == ["migrations"]
    assert "touchstone migrate" in str(before["migrations"]["help"])
    assert run(data, "migrate").returncode == 0
    code, after = examined(data)
    assert (code, [name for name, each in after.items() if not each["ok"]]) == (0, [])
    assert after["guard_role"]["ok"]
    assert after["guard_triggers"]["ok"]


def test_words_for_people_name_the_next_step(data: Path):
    answer = run(data, "doctor")
    assert answer.returncode == 1
    assert "still to be applied" in answer.stdout
    assert "Run touchstone migrate" in answer.stdout


def test_a_command_without_its_database_could_not_run(data: Path):
    """The contract: 2 when it could not run, one sentence, nothing on standard output."""
    for words in (("migrate",), ("results", "--event", "demo", "--json")):
        answer = run(data, *words, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "The database cannot be used" in answer.stderr
        assert "Traceback" not in answer.stderr
