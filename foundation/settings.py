"""Settings from the environment; none is needed to run (see the list in README)."""

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process runs with. ``database_url`` None means the embedded server under ``data``."""

    database_url: str | None
    data: Path
    secret_key: str
    language: str
    base_url: str | None


def data_folder() -> Path:
    """``TOUCHSTONE_DATA``, or ``var/`` beside the code."""
    return Path(os.environ.get("TOUCHSTONE_DATA") or ROOT / "var").resolve()


def default_language() -> str:
    """``TOUCHSTONE_LANGUAGE`` when it is one we speak, else zh_CN."""
    return "en" if os.environ.get("TOUCHSTONE_LANGUAGE") == "en" else "zh_CN"


@cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    data = data_folder()
    return Settings(
        database_url=os.environ.get("DATABASE_URL") or None,
        data=data,
        secret_key=os.environ.get("TOUCHSTONE_SECRET_KEY") or _kept_secret(data),
        language=default_language(),
        base_url=os.environ.get("TOUCHSTONE_BASE_URL") or None,
    )


def _kept_secret(data: Path) -> str:
    path = data / "secret_key"
    data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii")
