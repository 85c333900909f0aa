"""What boards are about: who owes which kind of meeting, whatever rule asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.core.compliance.values import Status
from scheduler.core.facts import Activity, OfficeKind

_PARTS = 3


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of meeting that a kind of office owes; ``name`` is how an address says it."""

    office: OfficeKind
    activity: Activity
    sub_type: str

    @property
    def name(self) -> str:
        """Return the name: "chu_tich_ubnd.reception.periodic"."""
        return f"{self.office}.{self.activity}.{self.sub_type}"


FIRST_ASKED = Duty(OfficeKind.BI_THU, Activity.RECEPTION, "periodic")
"""The duty that a board shows when none is named: the party secretary's reception days."""

RANKS = {
    Status.NOT_APPLICABLE: 0,
    Status.MET: 1,
    Status.ON_TRACK: 2,
    Status.AT_RISK: 3,
    Status.EXCUSED: 4,
    Status.BREACHED: 5,
}
"""How bad a status is; a cell of several verdicts shows the worst."""

OWED, MET, SHORT = RANKS[Status.MET], RANKS[Status.MET], RANKS[Status.EXCUSED]
"""From which rank on something is owed; which is met; from which on it was missed for good, excused or not."""


def worst(ranks: Iterable[int]) -> Status:
    """Return the worst status of some ranks; not applicable, when there are none."""
    found = max(ranks, default=0)
    return next(status for status, rank in RANKS.items() if rank == found)


def find_duty(name: str) -> Duty | None:
    """Return the duty of a name, None when no duty is called so."""
    parts = name.split(".")
    if len(parts) != _PARTS or parts[0] not in set(OfficeKind) or parts[1] not in set(Activity) or not parts[2]:
        return None
    return Duty(OfficeKind(parts[0]), Activity(parts[1]), parts[2])
