"""Accounts, passwords, sessions, one-time codes and sign-in attempts."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table


class Account(Table):
    """A person who can sign in. ``password_hash`` null: by one-time code only."""

    id = UUID(primary_key=True, default=UUID4())
    user_name = Varchar(length=80, unique=True)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120)
    password_hash = Varchar(length=255, null=True, default=None)
    must_change_password = Boolean(default=False)
    language = Varchar(length=8, default="")
    active = Boolean(default=True)
    created_at = Timestamptz()


class Session(Table):
    """A signed-in browser. The cookie holds a random token; here lies its sha256 only."""

    id = UUID(primary_key=True, default=UUID4())
    token_hash = Varchar(length=64, unique=True)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    way = Varchar(length=16)
    address = Varchar(length=64)
    device = Varchar(length=200)
    created_at = Timestamptz()
    last_seen_at = Timestamptz()
    expires_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)


class SignInCode(Table):
    """A one-time code shown as QR on a screen or printed on a card; single use, revocable."""

    id = UUID(primary_key=True, default=UUID4())
    code_hash = Varchar(length=64, unique=True)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=8)
    issued_by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    issued_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class SignInAttempt(Table):
    """A failed sign-in, counted per pair of user name and address (a hall is one address)."""

    user_name = Varchar(length=80, index=True, index_method=IndexMethod.btree)
    address = Varchar(length=64)
    failures = Integer(default=0)
    at = Timestamptz()
