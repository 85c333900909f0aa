"""What verify says at the prompt of what no row shows."""

from scheduler.db.work import Works
from tests.doors.conftest import said

PLANTED = {
    "sqlite": ["CREATE TRIGGER quiet AFTER INSERT ON posting BEGIN DELETE FROM posting; END"],
    "postgres": ["CREATE TRIGGER quiet AFTER INSERT ON posting EXECUTE FUNCTION journal_refuses()"],
}


def test_a_planted_trigger_is_named(command, works: Works, database_kind: str):
    assert said(command("verify", "--json"))["sound"]
    with works.engine.begin() as raw:
        for statement in PLANTED[database_kind]:
            raw.exec_driver_sql(statement)

    (line,) = said(command("verify", "--json", expect=1))["faults"]
    assert line.startswith("Cơ sở dữ liệu có trigger quiet")
