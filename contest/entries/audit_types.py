"""Audit event types of entries."""

ENTRIES_ADDED = "entry.added"
ENTRY_EDITED = "entry.edited"
ENTRY_STATUS_CHANGED = "entry.status_changed"
RELATION_DECLARED = "entry.relation_declared"
RELATION_WITHDRAWN = "entry.relation_withdrawn"
