"""Who may mark at all: whoever holds an office of an Expert in the trade now, whatever seat he was given. Pure."""

from contest.officials.roles import EXPERTS

_ROLES = ", ".join(f"'{role.value}'" for role in sorted(EXPERTS))


def in_office(account: str, skill: str) -> str:
    """A condition: the account of one column holds such an office now in the trade of the other."""
    return (
        f"EXISTS (SELECT 1 FROM appointment o WHERE o.account = {account} AND o.skill = {skill}"
        f" AND o.role IN ({_ROLES}) AND o.ended_at IS NULL)"
    )
