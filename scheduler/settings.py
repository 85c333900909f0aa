"""What the surroundings may decide. Read once at the door, frozen, and passed down."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scheduler.core.emails import email_faults
from scheduler.core.errors import Fault, InvalidInput


def _setting(env: str, meaning: str, **kind: Any) -> Any:  # noqa: ANN401 - dataclasses.field is typed as Any
    return field(metadata={"env": env, "meaning": meaning}, **kind)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its environment variable; the README's table is checked against this."""

    data: Path = _setting("TIEPDAN_DATA", "folder of the embedded database and the keys", default=Path("var"))
    database_url: str = _setting(
        "DATABASE_URL", "PostgreSQL address; empty means SQLite in the data folder", default=""
    )
    port: int = _setting("PORT", "port of the web server on 127.0.0.1", default=8000)
    base_url: str = _setting(
        "PUBLIC_BASE_URL", "address that people and calendars see, without a last slash", default=""
    )
    trusted_hosts: tuple[str, ...] = _setting(
        "TRUSTED_HOSTS",
        "host names that requests may carry, comma between; default: the base address's host, 127.0.0.1, localhost",
        default=(),
    )
    proxy_hops: int = _setting("PROXY_HOPS", "number of reverse proxies in front, for the caller's address", default=0)
    feed_past_days: int = _setting(
        "FEED_PAST_DAYS", "how far back a calendar feed reaches, 30 to 3650 days", default=90
    )
    feed_future_days: int = _setting(
        "FEED_FUTURE_DAYS", "how far ahead a calendar feed reaches, 30 to 730 days", default=365
    )
    feed_cache_mb: int = _setting(
        "FEED_CACHE_MB", "memory for calendar bodies in each web process, 1 to 4096", default=64
    )
    password_memory_mb: int = _setting(
        "PASSWORD_MEMORY_MB", "memory that checking a password takes (argon2id), 1 to 1024", default=64
    )
    password_rounds: int = _setting("PASSWORD_ROUNDS", "passes over that memory, 1 to 20", default=3)
    oidc_issuer: str = _setting(
        "TIEPDAN_OIDC_ISSUER",
        "address of the OpenID provider of agency accounts, as it names itself; empty: none",
        default="",
    )
    oidc_client_id: str = _setting("TIEPDAN_OIDC_CLIENT_ID", "name of this service at the provider", default="")
    oidc_client_secret_file: Path | None = _setting(
        "TIEPDAN_OIDC_CLIENT_SECRET_FILE", "file with the secret of this service at the provider", default=None
    )
    mail_host: str = _setting("MAIL_HOST", "name of the mail server; empty: no mail is sent", default="")
    mail_port: int = _setting("MAIL_PORT", "its port; 0: the usual one of MAIL_TLS (587, 465 or 25)", default=0)
    mail_tls: str = _setting("MAIL_TLS", "starttls, tls (from the first byte) or none", default="starttls")
    mail_user: str = _setting("MAIL_USER", "name to sign in with at the mail server; empty: without", default="")
    mail_password_file: Path | None = _setting("MAIL_PASSWORD_FILE", "file with the password for it", default=None)
    mail_from: str = _setting("MAIL_FROM", "address that letters come from", default="")
    log_level: str = _setting("LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR", default="INFO")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings from an environment.

        Raises: InvalidInput, listing every fault at once.
        """
        given = {
            f.name: environ[f.metadata["env"]].strip()
            for f in fields(cls)
            if environ.get(f.metadata["env"], "").strip()
        }
        faults: list[Fault] = []
        values: dict[str, Any] = {}
        for name, text in given.items():
            try:
                values[name] = _READERS.get(name, str)(text)
            except ValueError:
                faults.append(Fault(_env_of(name), "setting-unreadable", {"given": text}))
        made = cls(**values)
        faults += [
            Fault(_env_of(name), "setting-out-of-bounds", {"low": low, "high": high})
            for name, (low, high) in _BOUNDS.items()
            if not low <= getattr(made, name) <= high
        ]
        if made.base_url and _scheme(made.base_url) not in _WEB:
            faults.append(Fault("PUBLIC_BASE_URL", "setting-not-an-address", {"given": made.base_url}))
        if made.database_url and _scheme(made.database_url) not in _DATABASES:
            faults.append(Fault("DATABASE_URL", "setting-not-a-database"))  # never told again: it may hold a password
        faults += [*_provider_faults(made), *_mail_faults(made)]
        if made.log_level not in _LEVELS:
            faults.append(Fault("LOG_LEVEL", "unknown-value", {"allowed": _LEVELS}))
        if faults:
            raise InvalidInput(faults)
        return made

    @property
    def url(self) -> str:
        """Return the SQLAlchemy address of the database."""
        if not self.database_url:
            return f"sqlite:///{(self.data / 'tiepdan.sqlite3').absolute()}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.database_url

    @property
    def public_url(self) -> str:
        """Return the address people see, without a slash at the end."""
        return (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def domain(self) -> str:
        """Return the host name of the public address; the right half of every calendar UID."""
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the host names a request may carry."""
        return self.trusted_hosts or tuple(dict.fromkeys((self.domain, "127.0.0.1", "localhost")))

    @property
    def port_for_mail(self) -> int:
        """Return the port of the mail server."""
        return self.mail_port or _MAIL_PORTS[self.mail_tls]

    @property
    def audit_key_file(self) -> Path:
        """Return the file that holds the key of the journal's chain."""
        return self.data / "audit.key"

    @property
    def seal_keys_file(self) -> Path:
        """Return the file that holds the keys of sealed columns, newest first, one a line."""
        return self.data / "seal.keys"


def _scheme(address: str) -> str:
    """Return the scheme of an address, "" when it cannot be read."""
    with suppress(ValueError):
        parts = urlsplit(address)
        return parts.scheme if parts.port is None or parts.port else ""
    return ""


def _provider_faults(made: Settings) -> list[Fault]:
    """Return what is wrong with the provider's settings: all three or none, and https but on this machine."""
    told = {_env_of(name): getattr(made, name) for name in ("oidc_issuer", "oidc_client_id", "oidc_client_secret_file")}
    if not any(told.values()):
        return []
    faults = [Fault(env, "setting-needed-too", {"with": "TIEPDAN_OIDC_…"}) for env, given in told.items() if not given]
    issuer = made.oidc_issuer
    if issuer and _scheme(issuer) != "https" and not (_scheme(issuer) == "http" and is_here(issuer)):
        faults.append(Fault("TIEPDAN_OIDC_ISSUER", "setting-not-https", {"given": issuer}))
    return faults


def _mail_faults(made: Settings) -> list[Fault]:
    """Return what is wrong with the settings of mail; a password crosses the network only when it is encrypted."""
    if made.mail_tls not in _MAIL_PORTS:
        return [Fault("MAIL_TLS", "unknown-value", {"allowed": tuple(_MAIL_PORTS)})]
    given = (made.mail_port, made.mail_user, made.mail_password_file, made.mail_from)
    if not made.mail_host:
        return [Fault("MAIL_HOST", "setting-needed-too", {"with": "MAIL_…"})] if any(given) else []
    faults = [] if _HOST.fullmatch(made.mail_host) else [Fault("MAIL_HOST", "not-a-host", {"given": made.mail_host})]
    faults += email_faults("MAIL_FROM", made.mail_from)
    signs_in = {"MAIL_USER": made.mail_user, "MAIL_PASSWORD_FILE": made.mail_password_file}
    if any(signs_in.values()):
        faults += [Fault(env, "setting-needed-too", {"with": "MAIL_…"}) for env, told in signs_in.items() if not told]
        if made.mail_tls == "none" and not is_here(f"smtp://{made.mail_host}"):
            faults.append(Fault("MAIL_TLS", "password-in-clear"))
    return faults


def is_here(address: str) -> bool:
    """Tell whether an address leads to this machine only."""
    with suppress(ValueError):
        return urlsplit(address).hostname in {"127.0.0.1", "::1", "localhost"}
    return False


def _env_of(name: str) -> str:
    return str(next(f.metadata["env"] for f in fields(Settings) if f.name == name))


_READERS: dict[str, Callable[[str], object]] = {
    "data": Path,
    "port": int,
    "proxy_hops": int,
    "feed_past_days": int,
    "feed_future_days": int,
    "feed_cache_mb": int,
    "password_memory_mb": int,
    "password_rounds": int,
    "trusted_hosts": lambda text: tuple(part.strip() for part in text.split(",") if part.strip()),
    "oidc_client_secret_file": Path,
    "mail_port": int,
    "mail_tls": str.lower,
    "mail_password_file": Path,
    "log_level": str.upper,
}
_WEB = frozenset({"http", "https"})
_DATABASES = frozenset({"postgres", "postgresql", "postgresql+psycopg", "sqlite"})
_MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_BOUNDS = {
    "port": (1, 65535),
    "proxy_hops": (0, 5),
    "mail_port": (0, 65535),
    "feed_past_days": (30, 3650),
    "feed_future_days": (30, 730),
    "feed_cache_mb": (1, 4096),
    "password_memory_mb": (1, 1024),
    "password_rounds": (1, 20),
}
