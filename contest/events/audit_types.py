"""Audit event types of events."""

EVENT_CREATED = "event.created"
EVENT_EDITED = "event.edited"
EVENT_STATE_CHANGED = "event.state_changed"
EVENT_ANNOUNCED = "event.announced"
SETTING_CHANGED = "event.setting_changed"
SETTING_RESTORED = "event.setting_restored"
