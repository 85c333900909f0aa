"""What verify says at the prompt of what no row shows."""

from datetime import timedelta
from pathlib import Path

from scheduler.anchors import FILE
from scheduler.db.work import Works
from scheduler.upkeep import JOBS, Keeper, run_if_due
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


def test_anchors_that_are_missing_or_cut_are_told_once_the_job_ran(command, works: Works, data: Path, clock):
    issue = ("keys", "issue", "--role", "inspector", "--name")
    command(*issue, "Một")
    assert said(command("verify", "--json"))["sound"], "nothing was noted yet"
    (anchor,) = (job for job in JOBS if job.name == "anchor")
    for name in ("Hai", "Ba"):
        assert run_if_due(Keeper(works, data), anchor)
        command(*issue, name)
        clock.advance(timedelta(hours=1, minutes=1))
        command(*issue, f"{name} nữa")
        clock.advance(timedelta(hours=1, minutes=1))
    assert run_if_due(Keeper(works, data), anchor)
    path = data / FILE
    lines = path.read_text().splitlines(keepends=True)
    assert len(lines) == 3
    assert said(command("verify", "--json"))["sound"]

    path.write_text("".join(lines[:-1]))
    (old,) = said(command("verify", "--json", expect=1))["faults"]
    assert "cũ hơn lần ghi mốc gần nhất" in old
    for gone in (lambda: path.write_text(""), path.unlink):
        gone()
        (missing,) = said(command("verify", "--json", expect=1))["faults"]
        assert "không có hoặc trống" in missing


def test_a_newest_anchor_that_is_too_old_is_told_even_where_nothing_happens(command, works: Works, data: Path, clock):
    command("keys", "issue", "--role", "inspector", "--name", "Một")
    (anchor,) = (job for job in JOBS if job.name == "anchor")
    for _ in range(50):
        run_if_due(Keeper(works, data), anchor)
        clock.advance(timedelta(hours=1))
    assert said(command("verify", "--json"))["sound"]
    lines = (data / FILE).read_text().splitlines(keepends=True)
    assert 2 <= len(lines) <= 4

    (data / FILE).write_text(lines[0])
    assert len(said(command("verify", "--json", expect=1))["faults"]) == 1
