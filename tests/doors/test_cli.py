"""Every command answers people in sentences and programs in JSON, and its exit code tells the truth."""

import json
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cli import main
from scheduler import audit
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.access import find_key
from scheduler.db.work import Works
from scheduler.wording.refusals import known
from tests.factories import a_commune, load_law
from tests.house.tree import ROOT


def answer(found):
    return json.loads(found.stdout)


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


def test_a_command_before_init_says_so(blank_command):
    refused = blank_command("worker-status", expect=1)

    assert "cli.py init" in refused.stderr


def test_init_prepares_everything_and_again_changes_nothing(blank_command, data):
    first, second = (answer(blank_command("init", "--json")) for _ in range(2))

    assert first["units"] > 4000
    assert first["rules"] > 30
    assert first["days"] > 20
    assert (second["units"], second["rules"], second["days"]) == (0, 0, 0)
    assert stat.S_IMODE((data / "audit.key").stat().st_mode) == 0o600
    assert answer(blank_command("verify", "--json"))["sound"] is True


def test_two_inits_at_once_load_everything_once(blank_command):
    with ThreadPoolExecutor(2) as pool:
        both = [answer(found) for found in pool.map(lambda _: blank_command("init", "--json"), range(2))]

    assert sorted(one["units"] > 0 for one in both) == [False, True]


def test_migrate_goes_down_and_up_again(blank_command):
    blank_command("migrate")

    down = answer(blank_command("migrate", "--to", "0001", "--json"))
    up = answer(blank_command("migrate", "--json"))

    assert down["after"] == "0001"
    assert up["after"] == down["before"]


def test_a_plan_tells_dates_with_reasons_and_keeps_them_when_asked(command, works: Works):
    a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        code = uow.session.execute(text("select code from unit where level = 'xa'")).scalar_one()

    told = answer(command("plan", "--unit", code, "--month", "2026-12", "--json"))
    lines = command("plan", "--unit", code, "--month", "2026-12", "--keep").stdout
    again = answer(command("plan", "--all", "--month", "2026-12", "--json"))

    assert len([p for p in told["proposed"] if p["sub_type"] == "periodic"]) == 4
    assert all(p["why"] for p in told["proposed"])
    assert "Chủ tịch UBND" in lines
    assert "tính trong" in lines
    assert again["proposed"] == []


def test_verdicts_are_told_in_words(command, works: Works):
    a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
        code = uow.session.execute(text("select code from unit where level = 'xa'")).scalar_one()

    told = answer(command("verdicts", "--unit", code, "--month", "2026-12", "--json"))

    assert {v["status"] for v in told["verdicts"] if v["period"] == "2026-12"} == {"at_risk"}
    assert all("Tiếp công dân" in v["sentence"] or "Đối thoại" in v["sentence"] for v in told["verdicts"])


def test_an_unknown_unit_is_refused_with_a_sentence(command):
    refused = command("verdicts", "--unit", "99999", "--month", "2026-12", "--json", expect=1)

    (error,) = json.loads(refused.stderr)["errors"]
    assert error["where"] == "--unit"
    assert "99999" in error["detail"]


def test_a_key_is_issued_once_listed_without_its_secret_and_revoked(command, works: Works):
    issued = answer(command("keys", "issue", "--name", "Cổng tỉnh", "--role", "inspector", "--json"))
    with works.reading(OPERATOR) as uow:
        assert find_key(uow.session, issued["secret"]).role is Role.INSPECTOR

    command("keys", "revoke", issued["id"])
    listed = command("keys", "list", "--json")

    assert issued["secret"] not in listed.stdout
    assert answer(listed)["keys"][0]["revoked_at"]


def test_verify_names_each_damaged_entry_and_a_cut_end_by_its_anchor(command, works: Works):
    command("keys", "issue", "--name", "Một", "--role", "inspector")
    command("keys", "issue", "--name", "Hai", "--role", "inspector")
    head = answer(command("verify", "--json"))["head"]
    assert answer(command("verify", "--anchor", head, "--json"))["sound"]

    wrong = answer(command("verify", "--anchor", f"{head}0", "--json", expect=1))
    with works.engine.begin() as raw:
        _without_triggers(raw, "update journal set actor = 'somebody' where seq = 1")
    altered = answer(command("verify", "--json", expect=1))

    assert any(head.partition(":")[0] in line for line in wrong["faults"])
    assert any("số 1 " in line for line in altered["faults"])


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


def test_welcome_without_a_demonstration_tells_the_addresses_only(command):
    told = answer(command("welcome", "--json"))

    assert told["demo"] is None
    assert "http://127.0.0.1:8000/" in told["addresses"].values()


def test_openapi_is_the_document_of_the_api(command):
    assert answer(command("openapi"))["openapi"] == "3.1.0"


HEADER = "code,level,kind,name,full_name,parent_code,valid_from,valid_to\n"
PROVINCE = "98,tinh,tinh,Thử,Tỉnh Thử,,2027-01-01,\n"


class TestImportingUnits:
    def test_a_dry_run_counts_and_changes_nothing_then_the_import_does_it_once(self, command, tmp_path):
        file = tmp_path / "units.csv"
        file.write_text(f"{HEADER}{PROVINCE}98001,xa,xa,Một,Xã Một,98,2027-01-01,\n", encoding="utf-8")

        tried, done, again = (
            answer(command("import-units", str(file), "--json", *more)) for more in (["--dry-run"], [], [])
        )

        assert tried["added"] == done["added"] == 2
        assert (again["added"], again["unchanged"]) == (0, 2)

    def test_a_unit_that_ends_gets_its_last_day_and_a_successor_its_own_row(self, command, tmp_path):
        file = tmp_path / "units.csv"
        file.write_text(HEADER + PROVINCE, encoding="utf-8")
        command("import-units", str(file))
        ended, next_one = PROVINCE.replace("01,\n", "01,2027-12-31\n"), "98,tinh,tinh,Mới,Tỉnh Mới,,2028-01-01,\n"
        file.write_text(HEADER + ended + next_one, encoding="utf-8")

        told = answer(command("import-units", str(file), "--json"))

        assert (told["added"], told["ended"]) == (1, 1)

    def test_every_fault_names_row_and_column_and_nothing_is_kept(self, command, works: Works, tmp_path):
        file = tmp_path / "units.csv"
        rows = "9,tinh,tinh,Ngắn,Tỉnh Ngắn,,2027-01-01,\n98001,xa,xa,Một,Phường Một,97,2027-13-01,\n"
        file.write_text(HEADER + PROVINCE + rows, encoding="utf-8")

        refused = command("import-units", str(file), "--json", expect=1)

        told = {error["where"] for error in json.loads(refused.stderr)["errors"]}
        assert told == {"3/code", "4/full_name", "4/valid_from"}
        with works.reading(OPERATOR) as uow:
            assert uow.session.execute(text("select count(*) from unit")).scalar_one() == 0

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "column-missing"),
            (b"\xff\xfe\x00c", "not-a-csv"),
            (HEADER.encode(), "empty"),
            (b"code,name\n1,2\n", "column-missing"),
            (b'code,"level\n', "not-a-csv"),
        ],
    )
    def test_what_is_no_list_of_units_is_refused_in_words(self, command, tmp_path, content, code):
        file = tmp_path / "units.csv"
        file.write_bytes(content)

        refused = command("import-units", str(file), "--json", expect=1)

        assert {error["code"] for error in json.loads(refused.stderr)["errors"]} == {code}
        assert known(code)


def test_importing_the_shipped_list_again_adds_nothing(blank_command):
    blank_command("init")

    assert answer(blank_command("import-units", "--json"))["added"] == 0


def test_a_backup_taken_by_command_is_in_the_journal(command, works: Works, tmp_path):
    told = answer(command("backup", "--to", str(tmp_path / "copy.db"), "--json"))

    with works.reading(OPERATOR) as uow:
        assert [entry.kind for entry in audit.list_entries(uow)] == ["BackupTaken"]
    assert told["holds_audit_key"] is False
