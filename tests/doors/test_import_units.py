"""Units from a file: all rows or none, and every fault with its row."""

import json

import pytest
from sqlalchemy import text

from scheduler.core.roles import OPERATOR
from scheduler.db.work import Works
from scheduler.wording.refusals import known
from tests.doors.conftest import said

HEADER = "code,level,kind,name,full_name,parent_code,valid_from,valid_to\n"
PROVINCE = "98,tinh,tinh,Thử,Tỉnh Thử,,2027-01-01,\n"


def test_a_dry_run_counts_and_changes_nothing_then_the_import_does_it_once(command, tmp_path):
    file = tmp_path / "units.csv"
    file.write_text(f"{HEADER}{PROVINCE}98001,xa,xa,Một,Xã Một,98,2027-01-01,\n", encoding="utf-8")

    tried, done, again = (said(command("import-units", str(file), "--json", *more)) for more in (["--dry-run"], [], []))

    assert tried["added"] == done["added"] == 2
    assert (again["added"], again["unchanged"]) == (0, 2)


def test_a_unit_that_ends_gets_its_last_day_and_a_successor_its_own_row(command, tmp_path):
    file = tmp_path / "units.csv"
    file.write_text(HEADER + PROVINCE, encoding="utf-8")
    command("import-units", str(file))
    ended, next_one = PROVINCE.replace("01,\n", "01,2027-12-31\n"), "98,tinh,tinh,Mới,Tỉnh Mới,,2028-01-01,\n"
    file.write_text(HEADER + ended + next_one, encoding="utf-8")

    told = said(command("import-units", str(file), "--json"))

    assert (told["added"], told["ended"]) == (1, 1)


def test_every_fault_names_row_and_column_and_nothing_is_kept(command, works: Works, tmp_path):
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
def test_what_is_no_list_of_units_is_refused_in_words(command, tmp_path, content, code):
    file = tmp_path / "units.csv"
    file.write_bytes(content)

    refused = command("import-units", str(file), "--json", expect=1)

    assert {error["code"] for error in json.loads(refused.stderr)["errors"]} == {code}
    assert known(code)


def test_importing_the_shipped_list_again_adds_nothing(blank_command):
    blank_command("init")

    assert said(blank_command("import-units", "--json"))["added"] == 0
