"""What the pages of the law share: the set they belong to, and who keeps the law of the country."""

from scheduler.core.roles import Action
from scheduler.db.work import UnitOfWork
from web.frames import Pages

pages = Pages("law", "")


def keeps_law(uow: UnitOfWork) -> bool:
    """Tell whether the reader keeps the law of the country: what a page asks before it shows a button."""
    return uow.actor.may(Action.KEEP_LAW) and uow.actor.unit_id is None
