"""What may come in: publishing and the order of a tie."""

from uuid import UUID

from pydantic import Field, field_validator

from foundation.forms import Form


class PublishForm(Form):
    digest: str = Field(max_length=64)
    confirm: str = Field(max_length=90)


class TieForm(Form):
    """``order`` in the order of the fields: the entry that gets each place, best first."""

    order: list[UUID] = Field(default_factory=list, max_length=200)
    reason: str = Field(default="", max_length=2000)

    @field_validator("order", mode="before")
    @classmethod
    def _chosen(cls, value: object) -> list[object]:
        """Places left open are left out: the verb says that the order is incomplete."""
        return [each for each in (value if isinstance(value, list) else [value]) if each]
