"""init: everything an empty database needs, once; what calendars lost or left behind is told again."""

import json
import os
import stat
import subprocess
import sys

from sqlalchemy import text

from scheduler.db.work import Works
from tests.db.every_table import fill
from tests.doors.conftest import said
from tests.house.tree import ROOT


def test_a_command_before_init_says_so(blank_command):
    refused = blank_command("worker-status", expect=1)

    assert "cli.py init" in refused.stderr


def test_init_prepares_everything_and_again_changes_nothing(blank_command, data):
    first, second = (said(blank_command("init", "--json")) for _ in range(2))

    assert first["units"] > 4000
    assert first["rules"] > 30
    assert first["days"] > 20
    assert (second["units"], second["rules"], second["days"]) == (0, 0, 0)
    assert {stat.S_IMODE((data / name).stat().st_mode) for name in ("audit.key", "seal.keys")} == {0o600}
    assert said(blank_command("verify", "--json"))["sound"] is True


def test_init_prints_one_address_for_the_first_account_until_somebody_has_one(blank_command, data):
    first, second = (said(blank_command("init", "--json"))["first_start"] for _ in range(2))
    told = blank_command("init").stdout
    said(blank_command("accounts", "first", "--email", "a@x.vn", "--name", "Người vận hành", "--json"))

    assert first.startswith("http://127.0.0.1:8000/khoi-tao/")
    assert first != second
    assert "Chưa có tài khoản nào" in told
    assert said(blank_command("init", "--json"))["first_start"] is None
    assert not (data / "first-start.json").exists()


def test_init_brings_back_what_calendars_lost_and_says_so(command, works: Works):
    fill(works)
    with works.engine.begin() as raw:
        for table in ("feed_entry", "occurrence"):
            raw.execute(text(f"delete from {table}"))

    told, again = command("init").stdout, said(command("init", "--json"))

    assert "đã mất mục của 1 buổi" in told
    assert again["told_again"] == 0


def test_init_leads_calendars_to_where_the_service_moved_and_keeps_their_uids(command, works: Works):
    fill(works)
    entries = text("select meeting_id, uid, sequence, piece from occurrence order by meeting_id")
    with works.engine.connect() as raw:
        before = raw.execute(entries).all()
    at = "https://lich.mot-tinh-co-ten-that-dai.gov.example/tiep-cong-dan/cac-buoi"

    told, again = command("init", at=at).stdout, said(command("init", "--json", at=at))

    with works.engine.connect() as raw:
        after = raw.execute(entries).all()
    assert "của 1 buổi sắp tới nay dẫn tới địa chỉ mới" in told
    assert again["readdressed"] == 0
    assert [row[:3] for row in after] == [row[:3] for row in before]
    shown = [row.piece for row in after if row.piece]
    assert len(shown) == 1
    assert "URL:https://lich.mot-tinh-co-ten-that-dai.gov.example/" in shown[0]


def test_two_inits_at_once_load_everything_once(blank_url, tmp_path):
    env = os.environ | {"DATABASE_URL": blank_url, "TIEPDAN_DATA": str(tmp_path / "var")}
    start = [sys.executable, "cli.py", "init", "--json"]
    both = [subprocess.Popen(start, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [json.loads(one.communicate(timeout=120)[0]) for one in both]

    assert [one.returncode for one in both] == [0, 0]
    assert sorted(one["units"] for one in told) == [0, 4103]
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["audit.key", "first-start.json", "seal.keys"]
