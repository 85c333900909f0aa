"""Columns that are stored sealed: nobody reads them without the key file, and none can be moved to another row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, Engine, Text, TypeDecorator

_ATTRIBUTE = "tiepdan_seal"
_MARK = "|"
Keys = Callable[[], Sequence[bytes]]


class SealBroken(RuntimeError):
    """A sealed text was altered, moved from another row, or sealed with a key that is not in the key file."""


@dataclass(frozen=True, slots=True)
class Sealable:
    """A text of one row, on its way into or out of a sealed column."""

    row: str
    text: str = field(repr=False)

    def of(self, row: str) -> str:
        """Return the text for the row that holds it. Raises: SealBroken when it was sealed for another row."""
        if self.row != row:
            raise SealBroken(row)
        return self.text


class Seal:
    """Seals and opens; the newest key seals, every key opens."""

    def __init__(self, keys: Keys) -> None:
        """Take what reads the Fernet keys, newest first. Raises: what reading them raises."""
        self._read = keys
        self._keys = _fernet(keys())

    def close(self, column: str, sealable: Sealable) -> str:
        """Return the sealed form, bound to a column ("table.column") and to the row."""
        plain = _MARK.join((column, sealable.row, sealable.text))
        return self._keys.encrypt(plain.encode()).decode()

    def open(self, column: str, sealed: str) -> Sealable:
        """Return what was sealed for a column. Raises: SealBroken."""
        try:
            plain = self._keys.decrypt(sealed).decode()
        except InvalidToken:
            # Another process may have begun to seal with a newer key.
            self._keys = _fernet(self._read())
            plain = self._opened(column, sealed)
        found, row, text = plain.split(_MARK, 2)
        if found != column:
            raise SealBroken(column)
        return Sealable(row, text)

    def _opened(self, column: str, sealed: str) -> str:
        try:
            return self._keys.decrypt(sealed).decode()
        except InvalidToken as broken:
            raise SealBroken(column) from broken


def _fernet(keys: Sequence[bytes]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal_with(engine: Engine, keys: Keys) -> Engine:
    """Give an engine what reads the keys of its sealed columns, newest first, and return it."""
    setattr(engine.dialect, _ATTRIBUTE, Seal(keys))
    return engine


class Sealed(TypeDecorator[Sealable]):
    """A text that only the key file opens. Python sees a Sealable, whose text is asked for by the row's id."""

    impl = Text
    cache_ok = True

    def __init__(self, column: str) -> None:
        """Bind to a column, written "table.column"."""
        super().__init__()
        self.column = column

    def process_bind_param(self, value: Sealable | None, dialect: Dialect) -> str | None:
        """Seal. Raises: SealBroken when the engine was given no keys."""
        return None if value is None else _seal(dialect).close(self.column, value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Sealable | None:
        """Open. Raises: SealBroken when the text was altered, or moved from another column, or no key opens it."""
        return None if value is None else _seal(dialect).open(self.column, value)


def _seal(dialect: Dialect) -> Seal:
    found = getattr(dialect, _ATTRIBUTE, None)
    if not isinstance(found, Seal):
        msg = "the engine was given no keys for its sealed columns"
        raise SealBroken(msg)
    return found
