"""Marking schemes: read, check, edit, version, approve, export."""
