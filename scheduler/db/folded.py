"""Text compared as people search it, in SQL on both databases: no marks, no case, signs as gaps.

On SQLite every connection of ours knows the function of this name (see engine.py); PostgreSQL is given its own words.
"""

import string
from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from scheduler.core.vietnamese import MARKED, fold


class folded(GenericFunction[str]):  # noqa: N801 - named as the function it stands for
    """The folded form of a text column; as ``fold`` for Vietnamese text in its stored form."""

    type = Text()
    inherit_cache = True
    name = "folded"


_MARKED = MARKED + MARKED.upper() + string.ascii_uppercase
_PLAIN = "".join(fold(letter) for letter in _MARKED)


@compiles(folded, "postgresql")
def _on_postgresql(element: "folded", compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    inner = compiler.process(element.clauses.clauses[0], **kw)
    return f"regexp_replace(translate({inner}, '{_MARKED}', '{_PLAIN}'), '[^a-z0-9]+', ' ', 'g')"
