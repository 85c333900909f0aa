"""Shapes of API keys."""

from marshmallow import fields

from api.schemas.base import Input, Output
from api.schemas.fields import Choice, Day, Id, Text
from scheduler.core.roles import Role


class NewKey(Input):
    """A key to be made."""

    name = Text(200, required=True, metadata={"description": "which program will carry it"})
    unit_id = Id(required=True, allow_none=True, metadata={"description": "null: the whole country"})
    role = Choice(Role, required=True)
    expires_on = Day(load_default=None, allow_none=True, metadata={"description": "its last day; null: no end"})


class KeySchema(Output):
    """A key, without its secret."""

    id = fields.String()
    name = fields.String()
    unit_id = fields.String(allow_none=True)
    role = Choice(Role)
    issued_at = fields.DateTime()
    issued_by = fields.String()
    expires_on = fields.Date(allow_none=True)
    revoked_at = fields.DateTime(allow_none=True)


class IssuedKeySchema(KeySchema):
    """A key just made; the secret is shown this once (null when the request is repeated)."""

    secret = fields.String(allow_none=True)
