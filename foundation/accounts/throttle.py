"""How long a pair of user name and address must wait after failed sign-ins. A pure rule.

The pair is counted, never the address alone: a whole hall signs in from one address.
"""

from datetime import datetime, timedelta

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


def wait_after(failures: int) -> timedelta:
    """None up to five failures, then 2, 4, 8 … seconds, at most 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta()
    return timedelta(seconds=min(2 ** (failures - FREE_FAILURES + 1), LONGEST_WAIT.total_seconds()))


def wait_until(failures: int, last_failure: datetime) -> datetime:
    """When the pair may try again."""
    return last_failure + wait_after(failures)


# The rule as the database counts by it: the wait after 1, 2, 3 … failures; the last one holds for all further ones.
WAITS = [wait_after(failures) for failures in range(1, FREE_FAILURES + 11)]
