"""Two who write the same row one right after the other are no damage: each looks at what the other one left."""

import threading

from scheduler.core.roles import OPERATOR
from scheduler.db.fingerprints import compare_rows
from scheduler.db.units import FormerName
from scheduler.db.work import Works

PATIENCE = 20.0


def test_whoever_waited_for_another_one_looked_at_the_row_after_that_one(works: Works, database_kind: str) -> None:
    with works.writing(OPERATOR) as uow:
        # A row without a version: of two edits of one that has it the later is refused anyway.
        uow.session.add(FormerName(id=1, full_name="x", within="", search_key="x", successor_codes=[]))
    loaded, written = threading.Event(), threading.Event()
    failed: list[BaseException] = []

    def second() -> None:
        try:
            with works.writing(OPERATOR) as uow:
                row = uow.session.get_one(FormerName, 1)
                loaded.set()
                assert written.wait(PATIENCE)
                row.within = "Huyện Văn Lãng"
        except BaseException as failure:  # noqa: BLE001 - told to the test
            failed.append(failure)

    other = threading.Thread(target=second)
    if database_kind == "postgres":  # on SQLite there is one writer at a time: the second one begins afterwards
        other.start()
        assert loaded.wait(PATIENCE)
    with works.writing(OPERATOR) as uow:
        uow.session.get_one(FormerName, 1).full_name = "Xã Hoàng Việt"
        uow.session.flush()
        written.set()
        if database_kind == "postgres":
            other.join(0.5)  # it waits for this row by now
            assert other.is_alive()
    if database_kind == "sqlite":
        other.start()
    other.join(PATIENCE)

    assert failed == []
    with works.reading(OPERATOR) as uow:
        row = uow.session.get_one(FormerName, 1)
        assert (row.full_name, row.within) == ("Xã Hoàng Việt", "Huyện Văn Lãng")
        assert list(compare_rows(uow.session, works.audit_key)) == []
