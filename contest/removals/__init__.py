"""Deleting what was made by mistake: skills, divisions, delegations, entries, experts that nothing depends on."""
