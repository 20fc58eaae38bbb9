"""What may come in: which forms to print."""

from typing import Literal

from pydantic import Field

from foundation.forms import Form


class PrintForm(Form):
    kind: Literal["blank", "blank_numbered", "many", "filled"]
    sub_criterion: str = Field(default="", max_length=20)
