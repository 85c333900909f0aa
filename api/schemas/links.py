"""Shapes of secret calendar links."""

from enum import StrEnum

from marshmallow import fields

from api.schemas.base import Input, Output
from api.schemas.fields import Choice, Id, Text


class LinkScope(StrEnum):
    """Whose calendar: those that need a secret."""

    OFFICE = "office"
    PERSON = "person"
    UNIT = "unit"


class NewLink(Input):
    """A link to be made; ``target_id`` is the id of the office, person or unit."""

    scope = Choice(LinkScope, required=True)
    target_id = Id(required=True)
    name = Text(100, required=True, metadata={"description": "the owner's name for it"})


class LinkSchema(Output):
    """A link, without its secret."""

    id = fields.String()
    unit_id = fields.String()
    scope = fields.String()
    target_id = fields.String()
    name = fields.String()
    issued_at = fields.DateTime()
    issued_by = fields.String()
    revoked_at = fields.DateTime(allow_none=True)
    last_fetched_on = fields.Date(allow_none=True)


class IssuedLinkSchema(LinkSchema):
    """A link just made; its address is shown this once (null when the request is repeated)."""

    address = fields.String(allow_none=True)
