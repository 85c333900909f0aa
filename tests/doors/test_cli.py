"""Every command answers people in sentences and programs in JSON, and its exit code tells the truth."""

import json
import socket
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cli import main
from console.desk import Desk
from scheduler import audit
from scheduler.anchors import note_anchor, read_anchors
from scheduler.core.planner.problem import Proof
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.access import find_key
from scheduler.db.work import Works
from scheduler.settings import Settings
from scheduler.wording.proofs import proof_sentence
from tests.db.every_table import fill
from tests.doors.conftest import said
from tests.factories import a_commune, load_law
from tests.house.tree import ROOT


def every_command(group=main, before=()):
    for name, found in sorted(group.commands.items()):
        if isinstance(found, click.Group):
            yield from every_command(found, (*before, name))
        else:
            yield (*before, name), found


@pytest.mark.parametrize(
    ("words", "found"), list(every_command()), ids=lambda v: " ".join(v) if isinstance(v, tuple) else ""
)
def test_every_command_has_help_and_can_answer_in_json(words, found):
    shown = CliRunner().invoke(main, [*words, "--help"], obj=object())

    assert shown.exit_code == 0
    assert "--json" in shown.output
    assert (found.help or "").strip()


def test_wrong_usage_is_two_and_a_bad_setting_too(tmp_path):
    assert CliRunner().invoke(main, ["plan", "--month", "2026-13", "--all"], obj=object()).exit_code == 2

    env = {"PATH": "/usr/bin:/bin", "TIEPDAN_DATA": str(tmp_path), "PORT": "many"}
    ended = subprocess.run(
        [sys.executable, "cli.py", "init"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 2
    assert "PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_migrate_goes_down_and_up_again(blank_command):
    blank_command("migrate")

    down = said(blank_command("migrate", "--to", "0001", "--json"))
    up = said(blank_command("migrate", "--json"))

    assert down["after"] == "0001"
    assert up["after"] == down["before"]


def test_migrate_goes_down_over_nothing_that_would_be_lost(command, works: Works):
    fill(works)
    stands = said(command("migrate", "--json"))["after"]

    refused = command("migrate", "--to", "0001", expect=1)
    coded = json.loads(command("migrate", "--to", "0001", "--json", expect=1).stderr)

    assert "insistence (1 dòng: lý do của người có thẩm quyền" in refused.stderr
    assert "former_date (1 dòng: " in refused.stderr
    assert "feed_link (1 dòng: " in refused.stderr
    assert "khôi phục bản sao lưu" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert refused.stdout == ""
    assert coded["code"] == "downgrade-loses"
    assert said(command("migrate", "--json"))["before"] == stands
    with works.reading(OPERATOR) as uow:
        assert uow.session.execute(text("select count(*) from insistence")).scalar_one() == 1


def test_a_plan_tells_dates_with_reasons_and_keeps_them_when_asked(command, works: Works):
    a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        code = uow.session.execute(text("select code from unit where level = 'xa'")).scalar_one()

    told = said(command("plan", "--unit", code, "--month", "2026-12", "--json"))
    lines = command("plan", "--unit", code, "--month", "2026-12", "--keep").stdout
    again = said(command("plan", "--all", "--month", "2026-12", "--json"))

    assert len([p for p in told["proposed"] if p["sub_type"] == "periodic"]) == 4
    assert all(p["why"] for p in told["proposed"])
    assert "Chủ tịch UBND" in lines
    assert "tính trong" in lines
    assert (told["proved"], told["gap"]) == (True, 0.0)
    assert told["objective"] == told["bound"] > 0
    assert lines.splitlines()[-1] == proof_sentence(Proof(told["objective"], told["bound"]))
    assert again["proposed"] == []


def test_verdicts_are_told_in_words(command, works: Works):
    a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        code = uow.session.execute(text("select code from unit where level = 'xa'")).scalar_one()

    told = said(command("verdicts", "--unit", code, "--month", "2026-12", "--json"))

    assert {v["status"] for v in told["verdicts"] if v["period"] == "2026-12"} == {"at_risk"}
    assert all("Tiếp công dân" in v["sentence"] or "Đối thoại" in v["sentence"] for v in told["verdicts"])


def test_an_unknown_unit_is_refused_with_a_sentence(command):
    refused = command("verdicts", "--unit", "99999", "--month", "2026-12", "--json", expect=1)

    (error,) = json.loads(refused.stderr)["errors"]
    assert error["where"] == "--unit"
    assert "99999" in error["detail"]


def test_a_key_is_issued_once_listed_without_its_secret_and_revoked(command, works: Works):
    issued = said(command("keys", "issue", "--name", "Cổng tỉnh", "--role", "inspector", "--json"))
    with works.reading(OPERATOR) as uow:
        assert find_key(uow.session, issued["secret"]).role is Role.INSPECTOR

    command("keys", "revoke", issued["id"])
    listed = command("keys", "list", "--json")

    assert issued["secret"] not in listed.stdout
    assert said(listed)["keys"][0]["revoked_at"]


def test_verify_names_each_damaged_entry_and_a_cut_end_by_its_anchor(command, works: Works):
    command("keys", "issue", "--name", "Một", "--role", "inspector")
    command("keys", "issue", "--name", "Hai", "--role", "inspector")
    head = said(command("verify", "--json"))["head"]
    assert said(command("verify", "--anchor", head, "--json"))["sound"]

    wrong = said(command("verify", "--anchor", f"{head}0", "--json", expect=1))
    with works.engine.begin() as raw:
        _without_triggers(raw, "update journal set actor = 'somebody' where seq = 1")
    altered = said(command("verify", "--json", expect=1))

    assert any(head.partition(":")[0] in line for line in wrong["faults"])
    assert any("số 1 " in line for line in altered["faults"])


def test_verify_names_a_row_that_was_altered_past_the_service(command, works: Works):
    issued = said(command("keys", "issue", "--name", "Một", "--role", "inspector", "--json"))
    with works.engine.begin() as raw:
        raw.execute(text("update api_key set role = 'operator'"))

    altered = said(command("verify", "--json", expect=1))

    (line,) = altered["faults"]
    assert issued["id"] in line
    assert line.startswith("Dữ liệu về khóa truy cập của chương trình")


def test_verify_looks_for_every_end_of_the_journal_that_was_noted(command, works: Works, data):
    for name in ("Một", "Hai"):
        command("keys", "issue", "--name", name, "--role", "inspector")
        with works.reading(OPERATOR) as uow:
            note_anchor(uow, data)
            note_anchor(uow, data)
    assert len(read_anchors(data)) == 2
    assert said(command("verify", "--json"))["sound"]

    with works.engine.begin() as raw:
        _without_triggers(raw, "delete from journal where seq = 2")
        raw.execute(text("update journal_head set seq = 1, seal = (select seal from journal where seq = 1)"))
        raw.execute(text("delete from api_key where name = 'Hai'"))
    cut = said(command("verify", "--json", expect=1))

    *guards, line = cut["faults"]
    assert all("trigger journal_no_" in guard for guard in guards)
    assert "mục số 2" in line


def test_verify_refuses_a_file_of_anchors_that_was_written_in(command, data):
    command("keys", "issue", "--name", "Một", "--role", "inspector")
    (data / "anchors.txt").write_text("nothing here\n")

    refused = command("verify", "--json", expect=1)

    assert "Dòng 1 không phải là một mốc" in refused.stderr


def _without_triggers(raw, statement):
    if raw.dialect.name == "sqlite":
        for name in (
            raw.execute(text("select name from sqlite_master where type = 'trigger' and tbl_name = 'journal'"))
            .scalars()
            .all()
        ):
            raw.execute(text(f"drop trigger {name}"))
    else:
        raw.execute(text("alter table journal disable trigger user"))
    raw.execute(text(statement))


def test_welcome_without_a_demonstration_tells_the_addresses_only(command, data):
    data.mkdir()
    told = said(command("welcome", "--json"))

    assert told["demo"] is None
    assert "http://127.0.0.1:8000/" in told["addresses"].values()


def test_welcome_says_that_it_runs_only_when_something_answers(data):
    data.mkdir()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        desk = Desk(Settings(data=data, base_url=base))
        silent = CliRunner().invoke(main, ["welcome"], obj=desk)
        listening.listen()
        heard = CliRunner().invoke(main, ["welcome"], obj=desk)

    assert ("đang chạy" in silent.stdout, "Địa chỉ khi chạy:" in silent.stdout) == (False, True)
    assert "Tiếp Dân đang chạy." in heard.stdout


def test_welcome_without_a_data_folder_is_a_refusal_with_a_sentence(command, data):
    refused = command("welcome", expect=1)

    assert str(data) in refused.stderr


def test_openapi_is_the_document_of_the_api(command):
    assert said(command("openapi"))["openapi"] == "3.1.0"


def test_a_backup_taken_by_command_is_in_the_journal(command, works: Works, tmp_path):
    told = said(command("backup", "--to", str(tmp_path / "copy.db"), "--json"))

    with works.reading(OPERATOR) as uow:
        assert [entry.kind for entry in audit.list_entries(uow)] == ["BackupTaken"]
    assert told["holds_audit_key"] is False
