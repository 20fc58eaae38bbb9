"""Who may print: blank forms those who mark or run the trade, filled forms and summaries those of W-20."""

from contest.officials.access import allow
from contest.officials.roles import CHIEFS, Role
from judging.results.access import may_see_before

FORMS = allow(Role.RESULTS_STAFF, Role.SUPERVISOR, *CHIEFS, Role.EXPERT)
MARKS = allow(Role.RESULTS_STAFF, Role.SUPERVISOR, *CHIEFS)


def may_print(kind: str, held: frozenset[Role]) -> bool:
    """Whether somebody with these roles in the trade may print (and fetch) this kind of form."""
    return may_see_before(held) if kind == "filled" else bool(held & FORMS["allow"].roles)
