"""Audit event types of skills."""

SKILLS_CREATED = "skill.created"
SKILL_EDITED = "skill.edited"
SECTIONS_CHANGED = "skill.sections_changed"
DIVISION_ADDED = "skill.division_added"
DIVISION_EDITED = "skill.division_edited"
