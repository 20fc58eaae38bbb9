"""Audit event types of delegations and experts."""

DELEGATIONS_ADDED = "people.delegations_added"
DELEGATION_EDITED = "people.delegation_edited"
EXPERTS_ADDED = "people.experts_added"
EXPERT_EDITED = "people.expert_edited"
