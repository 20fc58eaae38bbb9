"""Audit event types of appointments."""

APPOINTED = "official.appointed"
APPOINTMENT_ENDED = "official.ended"
