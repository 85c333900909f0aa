"""People who sign in at a commune: the head of an office, others, and programs that carry keys."""

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.accounts import Account, Language
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.offices import holder_on, list_holdings
from scheduler.db.work import UnitOfWork, Works
from tests.factories import BORN


def make_account(uow: UnitOfWork, account_id: str, unit, name: str = "", person_id: str | None = None) -> Account:
    """An account, by an id that a test can foresee."""
    row = Account(
        id=account_id,
        unit_id=unit.id,
        email=f"{account_id}@xa.example",
        name=name or account_id,
        person_id=person_id,
        language=Language.VIETNAMESE,
        made_at=BORN,
        made_by="test",
    )
    uow.session.add(row)
    uow.session.flush()
    return row


def signed_in(works: Works, unit, role: Role, *offices, name: str = "") -> Actor:
    """Somebody with an account at a unit, acting for some offices and entered as the person who heads the first."""
    account_id = f"acc-{role.value}-{offices[0].kind if offices else 'x'}"
    with works.writing(OPERATOR) as uow:
        held = holder_on(list_holdings(uow.session, [offices[0].id]), offices[0].id, uow.today) if offices else None
        person_id = held.person_id if held and role is Role.LEADER else None
        if uow.session.get(Account, account_id) is None:
            make_account(uow, account_id, unit, name, person_id)
    bound = frozenset(office.id for office in offices)
    return Actor(account_id, role, unit.id, office_ids=bound, account_id=account_id, person_id=person_id)


def by_key(actor: Actor) -> Actor:
    """The same role and reach, by a key issued on the person's behalf."""
    return Actor("key-1", actor.role, actor.unit_id, office_ids=actor.office_ids, account_id=actor.account_id)


def state_of(works: Works, meeting: Meeting) -> State:
    with works.reading(OPERATOR) as uow:
        return get_meeting(uow.session, meeting.id).state
