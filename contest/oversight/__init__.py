"""Oversight: reading the audit record of an event."""
