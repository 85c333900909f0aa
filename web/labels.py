"""What the fields of a page are called, read off its template: so that a list of what is wrong names each field."""

import re
from collections.abc import Mapping
from functools import cache

from flask import current_app

_FIELD = re.compile(r'\w+\.(?:field|area|choice|tick)\(\s*"(\w+)",\s*_\("([^"]+)"\)')
_PART = re.compile(r'\{%-?\s*(?:include|import|extends)\s+"([^"]+)"')


@cache
def labels_of(template: str) -> Mapping[str, str]:
    """Return the Vietnamese label of each field that a template, or a part of it, asks for by name."""
    environment = current_app.jinja_env
    found: dict[str, str] = {}
    waiting, seen = [template], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or environment.loader is None:
            continue
        seen.add(name)
        text = environment.loader.get_source(environment, name)[0]
        found = dict(_FIELD.findall(text)) | found
        waiting += _PART.findall(text)
    return found
