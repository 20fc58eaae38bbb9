"""Entries: the competitors and teams that are ranked, and their status."""
