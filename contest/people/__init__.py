"""Delegations and experts, and their import from tables."""
