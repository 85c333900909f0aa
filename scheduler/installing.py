"""The first load: units, law and calendar, so that an empty database becomes one that can be worked with."""

from dataclasses import dataclass

from sqlalchemy import select

from scheduler.core.roles import Action
from scheduler.daymarks import seed_calendar
from scheduler.db.journal import JournalHead
from scheduler.db.work import UnitOfWork
from scheduler.ical.settle import settle_readdressed, settle_untold
from scheduler.rulebook import load_law
from scheduler.units import import_units

FIRST_YEAR, YEARS_AHEAD = 2025, 2


@dataclass(frozen=True, slots=True)
class Installed:
    """How much was new; ``told_again``: meetings of which calendars had lost every entry.

    ``readdressed``: coming meetings whose entries led to a former address of the service.
    """

    units: int
    rules: int
    days: int
    told_again: int
    readdressed: int


def install(uow: UnitOfWork) -> Installed:
    """Load the shipped units, the law, and the calendar from 2025 to two years ahead; what stands is not changed.

    Calendars that lost the entries of a meeting are told of it again, and those of coming meetings lead to where the
    service is now. Done again it adds nothing; two at once wait for
    each other.

    Raises: NotAllowed.
    """
    uow.require(Action.KEEP_UNITS)
    # On PostgreSQL two first loads could both find nothing; the head of the journal makes the second wait.
    uow.session.execute(select(JournalHead).with_for_update())
    units = import_units(uow)
    law = load_law(uow)
    calendar = seed_calendar(uow, range(FIRST_YEAR, uow.today.year + YEARS_AHEAD + 1))
    told_again = settle_untold(uow)
    readdressed = settle_readdressed(uow)
    added = units.units + units.former_units
    return Installed(added, len(law.added), len(calendar.rows), told_again, readdressed)
