"""What may come in about one-time codes."""

from uuid import UUID

from foundation.forms import Form
from foundation.problems import refusal


class CardsForm(Form):
    accounts: list[UUID] | UUID | None = None

    def wanted(self) -> list[UUID]:
        """The accounts ticked. Refused: none."""
        if self.accounts is None:
            raise refusal("nobody_ticked", field="accounts")
        return self.accounts if isinstance(self.accounts, list) else [self.accounts]
