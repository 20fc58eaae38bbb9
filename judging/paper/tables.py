"""Batches of paper that are being printed, or wait to be fetched by who asked for them."""

from piccolo.columns import UUID, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from contest.skills.tables import Division
from foundation.accounts.tables import Account


class PrintJob(Table):
    """A batch for one person: ``done`` of ``total`` forms, until ``expires_at``. The PDF lies in the data folder
    under the job's id. ``changed_at`` tells a batch that goes on from one whose process ended."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=20)
    sub_criterion = Varchar(length=20, default="")
    state = Varchar(length=10, default="running")
    total = Integer(default=0)
    done = Integer(default=0)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    changed_at = Timestamptz()
    expires_at = Timestamptz()
