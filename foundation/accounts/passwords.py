"""Passwords (argon2id) and random secrets. Hashing costs 50–120 ms of CPU, so it runs in a thread."""

import asyncio
import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from foundation.problems import Problem

MINIMUM_LENGTH = 10
_hasher = PasswordHasher()
# Verified when the account does not exist, so that the time tells nothing.
_NOBODY = _hasher.hash(secrets.token_hex(16))


def check_password(password: str, user_name: str) -> list[Problem]:
    """A password has at least ten characters and is not the user name."""
    problems = []
    if len(password) < MINIMUM_LENGTH:
        problems.append(Problem("password_too_short", values={"minimum": str(MINIMUM_LENGTH)}))
    if password.casefold() == user_name.casefold():
        problems.append(Problem("password_is_user_name"))
    return problems


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(_hasher.hash, password)


async def password_fits(password_hash: str | None, password: str) -> bool:
    """Whether ``password`` belongs to the hash; takes as long when there is no hash."""

    def verify() -> bool:
        try:
            _hasher.verify(password_hash or _NOBODY, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
        return password_hash is not None

    return await asyncio.to_thread(verify)


def new_secret() -> str:
    """A random token of 256 bits for a cookie."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """sha256 of a random token: what the database keeps instead of the token."""
    return hashlib.sha256(secret.encode()).hexdigest()
