"""What may come in about one-time codes."""

from uuid import UUID

from foundation.forms import Form


class CardsForm(Form):
    accounts: list[UUID] | UUID

    def wanted(self) -> list[UUID]:
        """The accounts ticked."""
        return self.accounts if isinstance(self.accounts, list) else [self.accounts]
