"""What may come in: publishing and the order of a tie."""

from uuid import UUID

from pydantic import Field

from foundation.forms import Form


class PublishForm(Form):
    digest: str = Field(max_length=64)
    confirm: str = Field(max_length=90)


class TieForm(Form):
    """``order`` in the order of the fields: the entry that gets each place, best first."""

    order: list[UUID] = Field(max_length=200)
    reason: str = Field(default="", max_length=2000)
