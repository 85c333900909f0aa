"""The demonstration tells exactly the stories it promises, through a journal that holds, and names nobody real."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from migrations import upgrade
from scheduler.core.clock import StoppedClock, civil_date
from scheduler.core.compliance.values import Status
from scheduler.core.errors import Conflict
from scheduler.core.facts import Activity, State
from scheduler.core.periods import PeriodKind
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.engine import make_engine
from scheduler.db.fingerprints import inspect_all
from scheduler.db.journal import JournalEntry, inspect_chain
from scheduler.db.meetings import Meeting
from scheduler.db.offices import Person, list_offices
from scheduler.db.units import units_by_code
from scheduler.db.work import Works
from scheduler.demo import loading
from scheduler.demo.cast import Months
from scheduler.demo_data import demo as whole_demo
from scheduler.guessing import Gate
from scheduler.installing import install
from scheduler.ledger import open_ledger, verdicts
from scheduler.passwords import password_faults
from tests.usecases.gates import cheap, enters, known

KEY = b"a key for tests"
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)  # Monday 23 November, three in the morning, in Vietnam
QUIET = 2


def _stories_and_a_few(communes):
    """The whole cast but most of its quiet communes, which only repeat each other."""
    whole = whole_demo(communes)
    quiet = [unit for unit in whole.units[1:] if not unit.story][:QUIET]
    return replace(whole, units=tuple(u for u in whole.units if u.story or u in quiet or u.code == whole.province))


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The demonstration, loaded once at the stopped clock's instant, on SQLite."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.sqlite3"
    clock = StoppedClock(NOW)
    works = Works(make_engine(url), clock, KEY)
    upgrade(works.engine)
    with works.writing(OPERATOR) as uow:
        install(uow)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "demo", _stories_and_a_few)
        with works.writing(OPERATOR) as uow:
            loaded = loading.load(uow, KEY, cheap())
        with works.reading(OPERATOR) as uow:
            cast, _ = loading._units(uow)
    yield works, cast, loaded
    works.engine.dispose()


def test_every_story_ends_as_it_promises(shown):
    works, cast, _ = shown
    wrong, checked = [], 0
    with works.reading(OPERATOR) as uow:
        months = Months(uow.today)
        units = units_by_code(uow.session, [unit.code for unit in cast.units], uow.today)
        for unit in cast.units:
            offices = {office.kind: office.id for office in list_offices(uow.session, [units[unit.code].id])}
            for told in unit.expected:
                ledger = open_ledger(uow, [offices[told.office]], months.first(told.month), months.last(told.month))
                found = [
                    verdict.status.value
                    for verdict in verdicts(ledger)
                    if verdict.rule.activity is Activity.RECEPTION and verdict.period.kind is PeriodKind.MONTH
                ]
                checked += len(found)
                wrong += [(unit.story, told, found)] if set(found) != {told.status} else []

    assert wrong == []
    assert checked > 25


def test_every_unit_shown_has_a_telephone_and_regular_hours(shown):
    works, cast, _ = shown
    with works.reading(OPERATOR) as uow:
        units = units_by_code(uow.session, [unit.code for unit in cast.units], uow.today)
        told = {(unit.telephone, unit.regular_hours) for unit in units.values()}
    assert told == {(cast.telephone_of(unit.code), cast.regular_hours) for unit in cast.units}


def test_quiet_communes_met_their_minimum_in_both_past_months(shown):
    works, cast, _ = shown
    with works.reading(OPERATOR) as uow:
        months = Months(uow.today)
        quiet = [unit.code for unit in cast.units[1:] if not unit.story]
        units = units_by_code(uow.session, quiet, uow.today)
        ids = [office.id for office in list_offices(uow.session, [unit.id for unit in units.values()])]
        found = [
            verdict.status
            for number in (-2, -1)
            for verdict in verdicts(open_ledger(uow, ids, months.first(number), months.last(number)))
            if verdict.rule.activity is Activity.RECEPTION
        ]

    assert len(found) == 2 * 2 * QUIET
    assert set(found) == {Status.MET}


def test_the_yearly_conference_is_judged_in_every_commune(shown):
    works, cast, _ = shown
    with works.reading(OPERATOR) as uow:
        months = Months(uow.today)
        units = units_by_code(uow.session, [unit.code for unit in cast.units], uow.today)
        told = {}
        for unit in cast.units[1:]:
            (body,) = [o for o in list_offices(uow.session, [units[unit.code].id]) if o.kind == "chinh_quyen_xa"]
            (verdict,) = verdicts(open_ledger(uow, [body.id], months.first(0), months.last(0)))
            told.setdefault(verdict.status, []).append(unit.code)
            assert verdict.rule.sub_type == "commune_people_conference"

    assert sorted(told[Status.MET]) == ["06187", "06316", "06463"]
    assert told[Status.ON_TRACK] == ["06184"]
    assert len(told[Status.AT_RISK]) == len(cast.units) - 1 - 4


def test_no_month_before_the_story_is_judged(shown):
    works, cast, _ = shown
    with works.reading(OPERATOR) as uow:
        months = Months(uow.today)
        units = units_by_code(uow.session, [unit.code for unit in cast.units], uow.today)
        ids = [office.id for office in list_offices(uow.session, [unit.id for unit in units.values()])]
        found = verdicts(open_ledger(uow, ids, months.first(-6), months.last(-3)))

    assert found
    assert [verdict for verdict in found if verdict.period.kind is PeriodKind.MONTH] == []


def test_nothing_is_recorded_ahead_of_its_time(shown):
    works, _, _ = shown
    with works.reading(OPERATOR) as uow:
        meetings = list(uow.session.execute(select(Meeting)).scalars())

    assert {m.state for m in meetings} >= {State.DRAFT, State.PUBLISHED, State.HELD, State.NOT_HELD, State.CANCELLED}
    for meeting in meetings:
        if meeting.state is State.HELD:
            assert meeting.published_at < meeting.actual_start < meeting.recorded_at <= NOW
        if meeting.held_on and meeting.held_on < civil_date(NOW):
            assert meeting.state not in (State.DRAFT, State.APPROVED, State.PUBLISHED, State.MOVED)


def test_published_late_entered_late_and_insisted_stay_marked(shown):
    works, cast, _ = shown
    with works.reading(OPERATOR) as uow:
        codes = {unit.story: unit.code for unit in cast.units}
        units = units_by_code(uow.session, list(codes.values()), uow.today)
        of = {
            story: list(uow.session.execute(select(Meeting).where(Meeting.unit_id == units[code].id)).scalars())
            for story, code in codes.items()
        }

    assert [m.entered_late for m in of["entered-late"]].count(True) == 1
    assert all(m.insisted_ground for m in of["postponed-without-date"] if m.state is State.POSTPONED)
    assert any(m.insisted_ground for m in of["pattern-too-thin"])
    assert [len(m.former_dates) for m in of["moved-and-held"] if m.former_dates] == [1]
    assert sum(m.makeup_for is not None for m in of["cancelled-and-made-up"]) == 1


def test_the_journal_holds_and_tells_each_act_at_its_own_time(shown):
    works, _, _ = shown
    with works.reading(OPERATOR) as uow:
        assert list(inspect_all(uow.session, KEY)) == []
        assert "RowsWritten" not in set(uow.session.execute(select(JournalEntry.kind)).scalars())
        played = list(
            uow.session.execute(
                select(JournalEntry).where(JournalEntry.actor == "demo").order_by(JournalEntry.seq)
            ).scalars()
        )

    assert [entry.at for entry in played] == sorted(entry.at for entry in played)
    assert len({entry.at for entry in played}) > 50


def test_people_are_the_invented_ones_and_citizens_are_only_counted(shown):
    works, cast, _ = shown
    invented = {holder.name for unit in cast.units for office in unit.offices for holder in office.holders}
    with works.reading(OPERATOR) as uow:
        people = set(uow.session.execute(select(Person.name)).scalars())
        journal = "".join(str(body) for body in uow.session.execute(select(JournalEntry.body)).scalars())

    assert people == invented
    assert not [name for name in invented if name in journal]


def test_its_keys_open_what_they_should(shown):
    _, _, loaded = shown

    assert {sign_in.role for sign_in in loaded.sign_ins} == {
        "secretary", "leader", "office_chief", "unit_admin", "inspector", "operator",
    }  # fmt: skip
    assert len({sign_in.secret for sign_in in loaded.sign_ins}) == len(loaded.sign_ins)


def test_its_people_sign_in_with_the_password_that_it_says(shown):
    works, _, loaded = shown
    gate = Gate(works, cheap())
    met = {}
    for account in loaded.accounts:
        signed = known(gate, enters(gate, account.email, loaded.password).secret)
        met.setdefault(account.unit, set()).add(account.role)
        assert signed.must_set_code or signed.actor.role.value == account.role
        words = [signed.name, signed.email, account.unit]
        assert password_faults(loaded.password, with_code=False, words=words) == []

    commune, province, country = met.values()
    assert commune == set(Role) - {Role.INSPECTOR, Role.LEGAL_ADMIN, Role.OPERATOR}
    assert province == {"leader", "secretary", "office_chief", "unit_admin", "inspector"}
    assert country == {"legal_admin", "operator"}


def test_it_is_refused_where_offices_stand(shown):
    works, _, _ = shown

    with pytest.raises(Conflict, match="demo-not-empty"), works.writing(OPERATOR) as uow:
        loading.load(uow, KEY, cheap())


def test_a_demonstration_that_breaks_off_leaves_nothing(tmp_path, monkeypatch):
    works = Works(make_engine(f"sqlite:///{tmp_path}/demo.sqlite3"), StoppedClock(NOW), KEY)
    upgrade(works.engine)
    with works.writing(OPERATOR) as uow:
        install(uow)
    monkeypatch.setattr(loading, "demo", _stories_and_a_few)
    monkeypatch.setattr(loading, "_finish", _break_off)
    monkeypatch.setattr(loading.Timeline, "run", lambda _line: None)

    with pytest.raises(KeyboardInterrupt), works.writing(OPERATOR) as uow:
        loading.load(uow, KEY, cheap())

    with works.reading(OPERATOR) as uow:
        assert loading.is_empty(uow)
        assert list(inspect_chain(uow.session, KEY)) == []
    works.engine.dispose()


def _break_off(*_: object) -> None:
    raise KeyboardInterrupt
