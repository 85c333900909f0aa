"""A row altered past the units of work stays found when an ordinary deed writes it afterwards, and once only."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from scheduler.core.roles import OPERATOR, WORKER
from scheduler.db.accounts import Account, AccountLink, Purpose, use_link, withdraw_links
from scheduler.db.fingerprints import compare_rows
from scheduler.db.journal import JournalEntry
from scheduler.db.meetings import Meeting
from scheduler.db.places import Place
from scheduler.db.units import FormerName, Unit
from scheduler.db.work import Works
from scheduler.sealing import seal_anew, sealed_tables
from scheduler.units import import_units
from tests.db.every_table import fill
from tests.factories import make_place, make_unit

LATER = "row-altered-before"


@pytest.fixture
def unit(works: Works) -> str:
    with works.writing(OPERATOR) as uow:
        unit = make_unit(uow, "Xã Ba Sơn")
        uow.record("UnitsImported", "x")
    assert damage(works) == []
    return unit.id


def damage(works: Works) -> list[tuple[str, str, str]]:
    with works.reading(OPERATOR) as uow:
        return sorted((one.code, one.table, one.row) for one in compare_rows(uow.session, works.audit_key))


def past(works: Works, *statements: object) -> None:
    """Do as somebody who reaches the database does."""
    with works.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def kept(works: Works, table: str) -> dict:
    """Return what the newest entry keeps of a table's rows."""
    with works.reading(OPERATOR) as uow:
        rows = select(JournalEntry.fingerprints).order_by(JournalEntry.seq.desc()).limit(1)
        return uow.session.execute(rows).scalar_one()[table]


def test_an_altered_row_is_found_after_a_deed_changed_it(works: Works, unit: str) -> None:
    past(works, update(Unit.__table__).values(name="Xã Khác"))
    with works.writing(OPERATOR) as uow:
        uow.session.get_one(Unit, unit).telephone = "0205"
        uow.record("UnitChanged", unit, unit)
    assert damage(works) == [(LATER, "unit", unit)]

    with works.writing(OPERATOR) as uow:
        uow.session.get_one(Unit, unit).telephone = "0206"
        uow.record("UnitChanged", unit, unit)
    assert damage(works) == [(LATER, "unit", unit)], "what followed upon it is as it should be"


def test_an_altered_row_is_found_after_a_deed_removed_it(works: Works, unit: str) -> None:
    past(works, update(Unit.__table__).values(name="Xã Khác"))
    with works.writing(OPERATOR) as uow:
        uow.session.delete(uow.session.get_one(Unit, unit))
    assert damage(works) == [(LATER, "unit", unit)]


@pytest.mark.usefixtures("unit")
def test_a_row_slipped_in_is_found_after_a_deed_wrote_or_removed_it(works: Works) -> None:
    for new, name in (("new-1", "Xã Một"), ("new-2", "Xã Hai")):
        copied = ", ".join(f"'{new}'" if c.name in {"id", "code", "public_name"} else c.name for c in Unit.__table__.c)
        past(works, text(f"INSERT INTO unit ({', '.join(Unit.__table__.c.keys())}) SELECT {copied} FROM unit LIMIT 1"))
        with works.writing(OPERATOR) as uow:
            row = uow.session.get_one(Unit, new)
            row.name = name
            uow.session.flush()
            if new == "new-2":
                uow.session.delete(row)
    assert damage(works) == [(LATER, "unit", "new-1"), (LATER, "unit", "new-2")]


@pytest.mark.usefixtures("unit")
def test_a_row_removed_and_made_again_by_a_deed_is_found(works: Works) -> None:
    with works.writing(OPERATOR) as uow:
        uow.session.add(FormerName(id=1, full_name="x", within="", search_key="x", successor_codes=[]))
    past(works, delete(FormerName.__table__))
    with works.writing(OPERATOR) as uow:
        uow.session.add(FormerName(id=1, full_name="y", within="", search_key="y", successor_codes=[]))
    assert damage(works) == [(LATER, "former_name", "1")]


def test_what_units_of_work_do_one_after_the_other_is_no_damage(works: Works, unit: str) -> None:
    with works.writing(OPERATOR) as uow:
        row = uow.session.get_one(Unit, unit)
        for telephone in ("1", "2"):  # the first look counts: the second would see our own change
            row.telephone = telephone
            uow.session.flush()
        place = make_place(uow, row)
        uow.session.flush()
        place.name = "Trụ sở khác"
    ((was, now),) = kept(works, "unit").values()
    assert was != now
    assert [told[0] for told in kept(works, "place").values()] == [None], "made and changed in one: there was none"

    with works.writing(OPERATOR) as uow:
        uow.session.delete(uow.session.get_one(Place, place.id))
    assert [told[1] for told in kept(works, "place").values()] == [None]
    assert damage(works) == []


def test_a_child_that_lost_its_parent_is_looked_at_before_it_goes(works: Works) -> None:
    fill(works)
    with works.writing(OPERATOR) as uow:
        meeting = uow.session.execute(select(Meeting).where(Meeting.sittings.any())).scalars().first()
        ids = [f"{one.meeting_id}|{one.number}" for one in meeting.sittings]
        meeting.sittings.clear()
    told = kept(works, "sitting")
    assert all(told[row][0] and told[row][1] is None for row in ids)
    assert damage(works) == []


def test_statements_past_the_orm_look_before_they_write(works: Works) -> None:
    fill(works)
    with works.writing(OPERATOR) as uow:
        account = uow.session.execute(select(Account.id)).scalars().first()
        for link in ("one", "two"):
            spans = {"made_at": uow.now, "expires_at": uow.now + timedelta(hours=1)}
            terms = {"account_id": account, "purpose": Purpose.INVITE, "secret_digest": link}
            uow.session.add(AccountLink(id=link, **terms, **spans))
    past(works, update(AccountLink.__table__).values(secret_digest=AccountLink.id + "x"))
    with works.writing(OPERATOR) as uow:
        assert use_link(uow.session, "one", uow.now)
        assert withdraw_links(uow.session, account, uow.now) == 1
    found = damage(works)
    assert [row for code, table, row in found if (code, table) == (LATER, "account_link")] == ["one", "two"]


def test_sealing_anew_and_a_corrected_list_look_before_they_write(works: Works) -> None:
    fill(works)
    past(works, update(Account.__table__).values(name="Người Khác"), update(FormerName.__table__).values(within="x"))
    with works.writing(OPERATOR) as uow:
        for table in sealed_tables():
            seal_anew(uow, table, "")
        import_units(uow)
    assert {table for code, table, _ in damage(works) if code == LATER} == {"account", "former_name"}


@pytest.mark.usefixtures("unit")
def test_entries_that_tell_only_how_rows_were_left_stay_readable(works: Works) -> None:
    names = [{"id": 1, "full_name": "x", "within": "", "search_key": "x", "successor_codes": []}]
    with works.writing(WORKER) as uow:
        uow.session.execute(insert(FormerName), names)
    assert isinstance(kept(works, "former_name")["1"], str)
    assert damage(works) == []


def test_a_session_that_only_rehearses_looks_at_nothing(works: Works, unit: str) -> None:
    with works.rehearsing(OPERATOR) as uow:
        session: Session = uow.session
        session.get_one(Unit, unit).telephone = "1"
        session.flush()
        assert "how rows stood" not in session.info or not session.info["how rows stood"].get("unit")
