"""The files that hold keys: made on first use, for their owner only, and refused when others could read them."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from cryptography.fernet import Fernet

from scheduler.core.errors import Fault, InvalidInput
from scheduler.settings import Settings

_Keys = TypeVar("_Keys")
_GENERATIONS = 2
"""Keys that stay in the file: the newest, and the one that a process started before may still seal with."""


def audit_key(settings: Settings) -> bytes:
    """Return the key of the journal's chain, making it (mode 0600) on first use.

    Raises: InvalidInput when the file can be read by others than its owner or holds no key, or the folder is unusable.
    """
    return _read(settings, settings.audit_key_file, lambda: os.urandom(32).hex(), _hexadecimal)


def seal_keys(settings: Settings) -> list[bytes]:
    """Return the keys of sealed columns, newest first, making the first (mode 0600) when there is none.

    Raises: InvalidInput when the file can be read by others than its owner or holds no key, or the folder is unusable.
    """
    return _read(settings, settings.seal_keys_file, lambda: Fernet.generate_key().decode(), _fernet_keys)


def add_seal_key(settings: Settings) -> list[bytes]:
    """Put a new key before the newest one and drop those that nothing is sealed with any more; return them.

    What stands must be sealed anew afterwards, before another key is added. Raises: InvalidInput, like seal_keys.
    """
    keys = [Fernet.generate_key(), *seal_keys(settings)][:_GENERATIONS]
    path = settings.seal_keys_file
    fresh = _write_beside(path, "\n".join(key.decode() for key in keys))
    fresh.replace(path)
    return keys


def secret_in(path: Path, setting: str) -> str:
    """Return the secret that the operator put into a file, without blanks at its ends; ``setting`` names the file.

    Raises: InvalidInput when the file cannot be read, is empty, or others than its owner can read it.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise InvalidInput.at(setting, "key-file-open", file=path.name)
        found = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as failure:
        raise InvalidInput.at(setting, "secret-file-unreadable", file=path.name) from failure
    if not found:
        raise InvalidInput.at(setting, "secret-file-unreadable", file=path.name)
    return found


def _hexadecimal(text: str) -> bytes:
    found = bytes.fromhex(text.strip())
    if not found:
        raise ValueError(text)
    return found


def _fernet_keys(text: str) -> list[bytes]:
    keys = [line.strip().encode() for line in text.splitlines() if line.strip()]
    if not keys:
        raise ValueError(text)
    for key in keys:
        Fernet(key)  # refuses what is no key
    return keys


def _read(settings: Settings, path: Path, make: Callable[[], str], read: Callable[[str], _Keys]) -> _Keys:
    try:
        return read(_text_of(path, make))
    except OSError as failure:
        values = {"folder": str(settings.data), "reason": failure.strerror}
        raise InvalidInput([Fault("TIEPDAN_DATA", "data-folder-unusable", values)]) from failure
    except ValueError as failure:
        raise InvalidInput.at("TIEPDAN_DATA", "key-file-broken", file=path.name) from failure


def _text_of(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = _write_beside(path, make())
        # A link appears whole or not at all: of two that make the key at once, the second takes the first one's.
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    if path.stat().st_mode & 0o077:
        raise InvalidInput.at("TIEPDAN_DATA", "key-file-open", file=path.name)
    return path.read_text()


def _write_beside(path: Path, text: str) -> Path:
    fresh = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(text.encode())
    return fresh
