"""The cast of people that tests and demo speak of.

Olga organises, Chen is Chief Expert, Erik, Li and Mei judge there (Erik leads the marking team) and Wu is the
fourth, Ines is an Expert of another trade, Sun supervises, Rui is of the results staff, Ada administers the
system, Paul is the public; and a projector.
"""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Cast:
    """Account ids by name."""

    olga: UUID
    chen: UUID
    erik: UUID
    li: UUID
    mei: UUID
    wu: UUID
    ines: UUID
    sun: UUID
    rui: UUID
    ada: UUID
    paul: UUID
    projector: UUID


NAMES = {
    "olga": ("王秋兰", "Olga"), "chen": ("陈立新", "Chen"), "erik": ("艾瑞克", "Erik"), "li": ("李建国", "Li"),
    "mei": ("梅小芳", "Mei"), "wu": ("吴志强", "Wu"), "ines": ("伊内丝", "Ines"), "sun": ("孙正明", "Sun"),
    "rui": ("芮思雨", "Rui"), "ada": ("艾达", "Ada"), "paul": ("保罗", "Paul"), "projector": ("大屏幕", "Projector"),
}  # fmt: skip
