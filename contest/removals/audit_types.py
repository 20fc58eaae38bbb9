"""Audit event types of deletions."""

from collections.abc import Mapping

from contest.removals.obstacles import Kind

REMOVED: Mapping[Kind, str] = {
    "skill": "skill.deleted",
    "division": "skill.division_deleted",
    "delegation": "people.delegation_deleted",
    "entry": "entry.deleted",
    "expert": "people.expert_deleted",
}
