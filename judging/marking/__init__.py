"""Marks: sheets, seats, the ledger, the tablet."""
