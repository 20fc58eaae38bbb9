"""Reading delegations and experts."""

from dataclasses import dataclass
from uuid import UUID

from pypinyin import lazy_pinyin

from contest.events.changes import Plain
from contest.officials.roles import EXPERTS, Role
from contest.people.details import DelegationDetails
from foundation.database import fetch
from foundation.language import either


@dataclass(frozen=True, slots=True)
class DelegationFacts:
    """A delegation of an event, with what it sends."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    kind: str
    entries: int
    experts: int

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return either(self.name_zh, self.name_en)

    @property
    def details(self) -> DelegationDetails:
        """What forms show and edits are compared with."""
        return DelegationDetails(self.code, self.name_zh, self.name_en, self.kind)


@dataclass(frozen=True, slots=True)
class ExpertLine:
    """An expert of a skill with his office there; ``role`` None: the office has ended."""

    id: UUID
    account_id: UUID
    user_name: str
    name_zh: str
    name_en: str
    active: bool
    skill_id: UUID
    skill_code: str
    skill_zh: str
    skill_en: str
    delegation_id: UUID | None
    delegation_zh: str
    delegation_en: str
    unit: str
    role: Role | None

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return either(self.name_zh, self.name_en) or self.user_name

    @property
    def delegation(self) -> str:
        """The delegation's name, empty for none."""
        return either(self.delegation_zh, self.delegation_en)

    @property
    def skill(self) -> str:
        """The skill's name in the reader's language."""
        return either(self.skill_zh, self.skill_en)

    def names(self) -> dict[str, Plain]:
        """What the form about his name is based on."""
        return {"name_zh": self.name_zh, "name_en": self.name_en}

    def origin(self) -> dict[str, Plain]:
        """What the form about his origin is based on."""
        return {"delegation_id": self.delegation_id, "unit": self.unit}


_DELEGATIONS = (
    "SELECT g.id, g.code, g.name_zh, g.name_en, g.kind,"
    " (SELECT count(*) FROM entry WHERE delegation = g.id) AS entries,"
    " (SELECT count(*) FROM expert WHERE delegation = g.id) AS experts FROM delegation g WHERE g.event = $1"
)
_EXPERT = (
    "SELECT x.id, x.account AS account_id, a.user_name, a.name_zh, a.name_en, a.active, s.id AS skill_id,"
    " s.code AS skill_code, s.name_zh AS skill_zh, s.name_en AS skill_en, x.delegation AS delegation_id,"
    " COALESCE(g.name_zh, '') AS delegation_zh, COALESCE(g.name_en, '') AS delegation_en, x.unit,"
    " (SELECT array_agg(p.role) FROM appointment p WHERE p.account = x.account AND p.skill = x.skill"
    " AND p.ended_at IS NULL) AS roles FROM expert x JOIN account a ON a.id = x.account JOIN skill s ON s.id = x.skill"
    " LEFT JOIN delegation g ON g.id = x.delegation"
)


async def delegations_of(event_id: UUID) -> list[DelegationFacts]:
    """All delegations in their order."""
    rows = await fetch(f"{_DELEGATIONS} ORDER BY g.position, g.code", event_id)
    return [DelegationFacts(**row) for row in rows]


async def get_delegation(event_id: UUID, delegation_id: UUID) -> DelegationFacts | None:
    """The delegation of an id in an event."""
    rows = await fetch(f"{_DELEGATIONS} AND g.id = $2", event_id, delegation_id)
    return DelegationFacts(**rows[0]) if rows else None


async def experts_of_event(event_id: UUID) -> list[ExpertLine]:
    """All experts by skill, then office, then name (pinyin)."""
    return await _experts("s.event = $1", event_id)


async def experts_of_skill(skill_id: UUID) -> list[ExpertLine]:
    """The experts of a skill, Chief Expert first, then by name (pinyin)."""
    return await _experts("s.id = $1", skill_id)


async def get_expert(event_id: UUID, expert_id: UUID) -> ExpertLine | None:
    """The expert of an id in an event."""
    found = await _experts("s.event = $1 AND x.id = $2", event_id, expert_id)
    return found[0] if found else None


async def _experts(condition: str, *arguments: object) -> list[ExpertLine]:
    rows = await fetch(f"{_EXPERT} WHERE {condition}", *arguments)
    lines = []
    for row in rows:
        values = dict(row)
        held = {Role(role) for role in values.pop("roles") or ()} & EXPERTS
        lines.append(ExpertLine(**values, role=min(held, key=list(Role).index, default=None)))
    order = [*Role, None]
    return sorted(
        lines, key=lambda line: (line.skill_code, order.index(line.role), "".join(lazy_pinyin(line.name)).casefold())
    )
