"""Audit event types of results. Records name the division and the digest, never a mark."""

RESULTS_PUBLISHED = "results.published"
TIE_DECIDED = "results.tie_decided"
