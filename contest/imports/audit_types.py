"""Audit event types of imports."""

TABLE_IMPORTED = "people.table_imported"
