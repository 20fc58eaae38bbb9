"""What may come in about deletions."""

from pydantic import Field

from foundation.forms import Form


class RemovalForm(Form):
    confirm: str = Field(default="", max_length=120)
