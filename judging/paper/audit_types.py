"""Audit event types of paper."""

BATCH_PRINTED = "paper.batch_printed"
