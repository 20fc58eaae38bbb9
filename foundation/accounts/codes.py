"""One-time codes as people read and type them.

A code is 20 signs of Crockford's base 32, which leaves out I, L, O and U: 100 random bits, shown in groups of four.
What is typed may be in small or full-width letters, with blanks or hyphens of any kind, and with the letters that
look like digits.
"""

import secrets
import unicodedata

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
_AS_READ = str.maketrans("OIL", "011", "-‐‑–—")


def new_code() -> str:
    """A random code of 100 bits."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_code(text: str) -> str | None:
    """The code that somebody typed; None for what can be none."""
    typed = "".join(unicodedata.normalize("NFKC", text).upper().split()).translate(_AS_READ)
    return typed if len(typed) == LENGTH and not set(typed) - set(SIGNS) else None


def in_groups(code: str) -> str:
    """A code as it is read: ``K7QF 93TM 2B8X ZD4R HN6P``."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
