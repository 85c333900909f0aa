"""What a door cannot do it says in a sentence, with the exit code that the README promises; never with a stack."""

import subprocess
import sys

import pytest

from scheduler.db.work import Works
from tests.doors.conftest import said
from tests.house.tree import ROOT


def ran(*words, **env):
    """Run a door in a process of its own; nothing of ours may end with a stack."""
    env = {"PATH": "/usr/bin:/bin", **env}
    ended = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended


def test_all_bad_settings_are_listed_together_and_no_password_is_told(tmp_path):
    env = {"TIEPDAN_DATA": str(tmp_path), "LOG_LEVEL": "x", "DATABASE_URL": "mysql://me:hush@x/y", "PORT": "0"}
    env["PUBLIC_BASE_URL"] = "http://[::1"

    for words, code in ((("cli.py", "init"), 2), (("worker.py",), 2), (("-c", "import wsgi"), 2)):
        ended = ran(*words, **env)

        assert ended.returncode == code
        for name in ("LOG_LEVEL", "DATABASE_URL", "PORT", "PUBLIC_BASE_URL"):
            assert f"{name}: " in ended.stderr
        assert "hush" not in ended.stderr


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        (("init",), {"TIEPDAN_DATA": "/proc/x"}, "/proc/x"),
        (("init",), {"DATABASE_URL": "postgresql://me:hush@127.0.0.1:9/x"}, "không trả lời"),
        (("migrate",), {"DATABASE_URL": "postgresql://me:hush@127.0.0.1:9/x"}, "không trả lời"),
        (("verify",), {}, "cli.py init"),
        (("verify", "--json"), {}, "cli.py init"),
        (("migrate", "--to", "nope"), {}, "nope"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_one_sentence_and_one(tmp_path, words, env, said):
    ended = ran("cli.py", *words, **({"TIEPDAN_DATA": str(tmp_path / "fresh")} | env))

    assert ended.returncode == 1
    assert said in ended.stderr
    assert "hush" not in ended.stderr


def test_a_broken_audit_key_is_a_refusal_with_a_sentence(tmp_path):
    (tmp_path / "audit.key").touch(0o600)

    ended = ran("cli.py", "init", TIEPDAN_DATA=str(tmp_path))

    assert ended.returncode == 1
    assert "audit.key" in ended.stderr


def test_verify_of_a_file_looks_at_the_anchor_and_speaks_of_no_database_in_words(command, works: Works, tmp_path):
    if works.engine.dialect.name == "sqlite":
        command("keys", "issue", "--name", "Một", "--role", "inspector")
        copy = str(tmp_path / "copy.sqlite3")
        command("backup", "--to", copy)
        assert said(command("verify", "--file", copy, "--json"))["sound"]
        wrong = said(command("verify", "--file", copy, "--anchor", "1:ab", "--json", expect=1))
        assert "mốc" in wrong["faults"][0]
    (tmp_path / "no.sqlite3").write_text("nothing of the kind, and long enough to be looked at" * 30)

    none = said(command("verify", "--file", str(tmp_path / "no.sqlite3"), "--json", expect=1))

    assert (none["whole"], none["sound"]) == (False, False)
    assert none["faults"] == ["Tệp này không phải cơ sở dữ liệu của Tiếp Dân."]
