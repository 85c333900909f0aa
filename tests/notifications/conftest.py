"""A mail server for each test that asks for one, and settings that lead to it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduler.settings import Settings
from tests.notifications.post_office import HERE, PASSWORD, USER, PostOffice, make_certificate, post_office


@pytest.fixture
def plain() -> Iterator[PostOffice]:
    with post_office() as made:
        yield made


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate that this machine trusts, for this machine."""
    made = make_certificate(tmp_path / "server.pem", HERE, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "mail.password"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def leading_to(tmp_path: Path, password_file: Path) -> Callable[..., Settings]:
    def settings(port: int, tls: str = "none", *, signed_in: bool = False, **over: Any) -> Settings:
        told = {"mail_host": HERE, "mail_port": port, "mail_tls": tls, "mail_from": "lich@x.vn"}
        told |= {"mail_user": USER, "mail_password_file": password_file} if signed_in else {}
        return Settings(data=tmp_path / "var", base_url="https://lich.x.vn", **told | over)

    return settings
