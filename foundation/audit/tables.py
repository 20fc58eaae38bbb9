"""The audit table: append-only."""

from piccolo.columns import JSONB, UUID, BigSerial, Timestamptz, Varchar
from piccolo.table import Table


class AuditRecord(Table):
    """Who did what to what, when. ``scope`` is the id of the event it belongs to, null for the house.

    ``account`` is null when the console did it. ``subject`` names the thing in words that stay readable
    (a sheet's code, an entry's number); ``details`` never holds the value of a mark.
    """

    id = BigSerial(primary_key=True)
    at = Timestamptz(index=True)
    account = UUID(null=True, default=None, index=True)
    actor = Varchar(length=120)
    event_type = Varchar(length=60, index=True)
    scope = UUID(null=True, default=None)  # indexed with the id, by raw SQL
    subject = Varchar(length=200)
    details = JSONB(default="{}")
