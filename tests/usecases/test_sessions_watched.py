"""A session slipped into the database is found; what people and the worker do with sessions is no damage."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update

from scheduler import login_sessions, own_account
from scheduler.core.ids import digest
from scheduler.core.roles import NOBODY, OPERATOR, Role
from scheduler.core.signing import DeviceKind
from scheduler.db.fingerprints import compare_rows
from scheduler.db.journal import JournalEntry
from scheduler.db.signing import LoginSession
from scheduler.guessing import Gate
from scheduler.upkeep import JOBS, SESSIONS_KEPT, Keeper
from tests.factories import a_commune
from tests.usecases.gates import HERE, PASSWORD, at, enters, gate, known, someone

__all__ = ["gate"]
SECRET = "a secret of somebody else's making"  # noqa: S105 - a test's own


@pytest.fixture
def account(gate: Gate) -> str:
    unit, *_ = a_commune(gate.works)
    return someone(gate, "a@x.vn", at(unit, Role.SECRETARY)).id


def damage(gate: Gate) -> list[tuple[str, str]]:
    with gate.works.reading(OPERATOR) as uow:
        return [(one.code, one.table) for one in compare_rows(uow.session, gate.works.audit_key)]


def kinds(gate: Gate) -> list[str]:
    with gate.works.reading(OPERATOR) as uow:
        return list(uow.session.execute(select(JournalEntry.kind).order_by(JournalEntry.seq)).scalars())


def test_a_session_slipped_in_is_a_stranger_though_it_signs_in(gate: Gate, account: str) -> None:
    now = gate.works.clock.now()
    row = {"id": "x", "account_id": account, "secret_digest": digest(SECRET), "device": "", "kind": DeviceKind.OFFICE}
    spans = {"begun_at": now, "seen_at": now, "passed_at": now, "ends_at": now + timedelta(hours=1)}
    with gate.works.engine.begin() as raw:
        raw.execute(insert(LoginSession.__table__).values(**row, **spans))

    assert known(gate, SECRET).account_id == account
    assert damage(gate) == [("row-stranger", "login_session")]
    with gate.works.writing(NOBODY) as uow:
        login_sessions.sign_out(uow, SECRET)
    assert damage(gate) == [("row-altered-before", "login_session")]


def test_a_session_made_longer_is_altered(gate: Gate, account: str) -> None:
    assert enters(gate, "a@x.vn").secret
    with gate.works.engine.begin() as raw:
        raw.execute(update(LoginSession.__table__).values(ends_at=gate.works.clock.now() + timedelta(days=400)))
    assert damage(gate) == [("row-altered", "login_session")]
    with gate.works.writing(OPERATOR) as uow:
        login_sessions.end_sessions(uow.session, account, uow.now)
    assert damage(gate) == [("row-altered-before", "login_session")]


def test_what_people_and_the_worker_do_with_sessions_is_no_damage(gate: Gate, account: str, clock, tmp_path) -> None:
    first = enters(gate, "a@x.vn").secret
    second = enters(gate, "a@x.vn").secret
    clock.advance(timedelta(minutes=2))
    with gate.works.writing(NOBODY) as uow:
        login_sessions.note_seen(uow, login_sessions.who_is(uow, second))
    assert own_account.step_up(gate, second, PASSWORD, HERE).account_id == account
    with gate.works.writing(NOBODY) as uow:
        login_sessions.sign_out(uow, first)
        assert login_sessions.sign_out_everywhere(uow, second) == 1
    assert damage(gate) == []
    assert "SteppedUp" in kinds(gate)

    (forget,) = (job for job in JOBS if job.name == "forget")
    clock.advance(SESSIONS_KEPT + timedelta(days=1))
    assert forget.run(Keeper(gate.works, tmp_path)).endswith("2 sessions")
    assert kinds(gate)[-1] == "SessionsForgotten"
    with gate.works.reading(OPERATOR) as uow:
        assert uow.session.execute(text("SELECT count(*) FROM login_session")).scalar_one() == 0
    assert damage(gate) == []
    assert forget.run(Keeper(gate.works, tmp_path)).endswith("0 sessions")
    assert kinds(gate).count("SessionsForgotten") == 1
