"""Accounts: who signs in, how, and their sessions."""
