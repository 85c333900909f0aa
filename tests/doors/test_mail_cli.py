"""`cli.py mail-test`: sends one letter, or says in a sentence why not."""

import json
from collections.abc import Callable
from email import message_from_bytes

import pytest
from click.testing import CliRunner

from cli import main
from console.desk import Desk
from scheduler.core.clock import StoppedClock
from scheduler.core.roles import OPERATOR
from scheduler.db.journal import JournalEntry
from scheduler.settings import Settings
from tests.notifications.post_office import HERE, PostOffice, free_port, post_office
from tests.notifications.test_letters import read


@pytest.fixture
def office():
    with post_office() as made:
        yield made


@pytest.fixture
def give(database_url: str, tmp_path, clock: StoppedClock):
    desks = []

    def given(port: int, *words: str, expect: int = 0):
        mail = {"mail_host": HERE, "mail_port": port, "mail_tls": "none", "mail_from": "lich@x.vn"} if port else {}
        desks.append(Desk(Settings(data=tmp_path / "var", database_url=database_url, **mail), clock))
        found = CliRunner().invoke(main, ["mail-test", *words], obj=desks[-1])
        assert found.exit_code == expect, found.output + found.stderr + str(found.exception)
        return found

    yield given
    for desk in desks:
        desk.works.engine.dispose()


def test_it_sends_and_says_so(give: Callable, office: PostOffice) -> None:
    plain = give(office.port, "--to", "nam@xa.vn")
    told = json.loads(give(office.port, "--to", "nam@xa.vn", "--json").stdout)

    assert plain.stdout.startswith(f"Máy chủ thư {HERE}:{office.port} đã nhận thư thử gửi tới nam@xa.vn.\n")
    assert (told["sent"], told["to"], told["server"]) == (True, "nam@xa.vn", f"{HERE}:{office.port}")
    letters = [message_from_bytes(envelope.content) for envelope in office.letters]
    assert letters[1]["Message-ID"] == f"<{told['message_id']}>"
    assert read(letters[0]["Subject"]).startswith("Thư thử của hệ thống Lịch tiếp công dân")


def test_the_journal_hears_of_it_and_not_to_whom(give: Callable, office: PostOffice, works) -> None:
    give(office.port, "--to", "nam@xa.vn")
    with works.reading(OPERATOR) as uow:
        (row,) = uow.session.query(JournalEntry).filter_by(kind="MailTested")
    assert row.body == {"by": "command", "server": HERE}


@pytest.mark.parametrize("to", ["nam", "a@x.vn\nBcc: b@x.vn", "a@x.vn,b@x.vn", ""])
def test_what_is_no_address_is_refused(give: Callable, office: PostOffice, to: str) -> None:
    found = give(office.port, "--to", to, "--json", expect=1)
    assert [(e["where"], e["code"]) for e in json.loads(found.stderr)["errors"]] == [("to", "not-an-email")]
    assert office.letters == []


def test_a_server_that_is_away_or_not_set_is_one_sentence(give: Callable) -> None:
    away = give(free_port(), "--to", "nam@xa.vn", expect=1)
    assert away.stderr.startswith("Chưa kết nối được máy chủ thư")
    assert json.loads(give(0, "--to", "nam@xa.vn", "--json", expect=1).stderr)["code"] == "mail-not-set"
