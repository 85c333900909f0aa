"""The journal tells of every tampering, and the database refuses what it can."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scheduler.core.roles import OPERATOR
from scheduler.db import journal
from scheduler.db.work import Works

KEY = b"a key for tests"
OFF = {
    "sqlite": ["DROP TRIGGER journal_no_update", "DROP TRIGGER journal_no_delete"],
    "postgres": ["ALTER TABLE journal DISABLE TRIGGER USER"],
}


def write_five(works: Works) -> None:
    for n in range(5):
        with works.writing(OPERATOR) as uow:
            uow.record("DemoLoaded", f"subject-{n}", None, ten="Lạng Sơn", n=n)


def damage(works: Works, *anchors: tuple[int, str]) -> list[tuple[int, str]]:
    with works.reading(OPERATOR) as uow:
        return [(d.seq, d.code) for d in journal.inspect_chain(uow.session, KEY, anchors)]


def tamper(works: Works, kind: str, *statements: str) -> None:
    with works.engine.begin() as connection:
        for statement in (*OFF[kind], *statements):
            connection.execute(text(statement))


def test_an_untouched_journal_is_whole(works: Works) -> None:
    write_five(works)

    assert damage(works) == []


def test_an_altered_entry_is_named(works: Works, database_kind: str) -> None:
    write_five(works)
    tamper(works, database_kind, "UPDATE journal SET actor = 'somebody' WHERE seq = 3")

    assert damage(works) == [(3, "altered")]


def test_another_journals_key_is_told_once_and_not_as_thousands_of_alterations(works: Works) -> None:
    write_five(works)

    with works.reading(OPERATOR) as uow:
        found = [(d.seq, d.code) for d in journal.inspect_chain(uow.session, b"a key of another journal")]

    assert found == [(1, "other-key")]


def test_alterations_from_the_first_entry_on_are_named_while_any_seal_holds(works: Works, database_kind: str) -> None:
    write_five(works)
    tamper(works, database_kind, "UPDATE journal SET actor = 'somebody' WHERE seq < 5")

    assert damage(works) == [(n, "altered") for n in range(1, 5)]


def test_a_removed_entry_is_named(works: Works, database_kind: str) -> None:
    write_five(works)
    tamper(works, database_kind, "DELETE FROM journal WHERE seq = 2")

    assert (2, "missing") in damage(works)


def test_two_swapped_entries_are_named(works: Works, database_kind: str) -> None:
    write_five(works)
    swap = [
        "UPDATE journal SET seq = 99 WHERE seq = 2",
        "UPDATE journal SET seq = 2 WHERE seq = 3",
        "UPDATE journal SET seq = 3 WHERE seq = 99",
    ]
    tamper(works, database_kind, *swap)

    found = damage(works)
    assert (2, "altered") in found
    assert (3, "altered") in found


def test_a_cut_end_is_seen_against_the_head(works: Works, database_kind: str) -> None:
    write_five(works)
    tamper(works, database_kind, "DELETE FROM journal WHERE seq > 3")

    assert damage(works) == [(5, "end-cut")]


def test_a_cut_end_with_a_rewritten_head_is_seen_only_against_an_anchor(works: Works, database_kind: str) -> None:
    write_five(works)
    with works.reading(OPERATOR) as uow:
        head = uow.session.execute(text("SELECT seq, seal FROM journal_head")).one()
        third = uow.session.execute(text("SELECT seal FROM journal WHERE seq = 3")).scalar_one()
    tamper(
        works, database_kind, "DELETE FROM journal WHERE seq > 3", f"UPDATE journal_head SET seq = 3, seal = '{third}'"
    )

    assert damage(works) == []
    assert damage(works, (head.seq, head.seal)) == [(5, "anchor-not-found")]


@pytest.mark.parametrize("statement", ["UPDATE journal SET actor = 'x'", "DELETE FROM journal"])
def test_the_database_itself_refuses_to_change_the_journal(works: Works, statement: str) -> None:
    write_five(works)

    with pytest.raises(DBAPIError, match="append-only"), works.engine.begin() as connection:
        connection.execute(text(statement))


def test_what_fails_leaves_neither_rows_nor_events(works: Works) -> None:
    with pytest.raises(RuntimeError), works.writing(OPERATOR) as uow:
        uow.record("DemoLoaded", "half")
        raise RuntimeError

    with works.reading(OPERATOR) as uow:
        assert uow.session.execute(text("SELECT count(*) FROM journal")).scalar_one() == 0


def test_a_rehearsal_leaves_nothing(works: Works) -> None:
    with works.rehearsing(OPERATOR) as uow:
        uow.record("DemoLoaded", "never")
        uow.session.flush()

    with works.reading(OPERATOR) as uow:
        assert uow.session.execute(text("SELECT count(*) FROM journal")).scalar_one() == 0
