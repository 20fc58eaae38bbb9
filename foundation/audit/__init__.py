"""The audit record: one for every change, in the same transaction."""
