"""Shapes of accounts, their roles, and invitations."""

from marshmallow import fields

from api.schemas.base import Input, Output
from api.schemas.fields import Choice, Day, Id, Text
from scheduler.accounts import LONGEST_NAME
from scheduler.core.emails import LONGEST_EMAIL
from scheduler.core.language import Language
from scheduler.core.roles import Role


class NewAccount(Input):
    """Somebody to be invited."""

    email = Text(LONGEST_EMAIL, required=True, metadata={"description": "found in small letters; one account for each"})
    name = Text(LONGEST_NAME, required=True)
    unit_id = Id(required=True, allow_none=True, metadata={"description": "who keeps the account; null: the country"})
    language = Choice(Language, load_default=Language.VIETNAMESE)
    person_id = Id(
        load_default=None, allow_none=True, metadata={"description": "the person entered at the unit, if any"}
    )


class AccountEdit(Input):
    """What changes of an account; what is left out stays."""

    name = Text(LONGEST_NAME)
    language = Choice(Language)


class NewAssignment(Input):
    """A role to be given."""

    role = Choice(Role, required=True)
    unit_id = Id(required=True, allow_none=True, metadata={"description": "null: the whole country"})
    office_id = Id(load_default=None, allow_none=True, metadata={"description": "for leaders and deputies"})
    first_on = Day(required=True)
    last_on = Day(load_default=None, allow_none=True, metadata={"description": "null: until further notice"})


class AssignmentEnd(Input):
    """The last day of a role; yesterday ends it at once."""

    last_on = Day(required=True)


class AccountSchema(Output):
    """An account, without anything that opens it."""

    id = fields.String()
    version = fields.Integer()
    email = fields.String()
    name = fields.String()
    unit_id = fields.String(allow_none=True)
    person_id = fields.String(allow_none=True)
    language = Choice(Language)
    has_password = fields.Boolean(metadata={"description": "false: the invitation was not taken yet"})
    made_at = fields.DateTime()
    made_by = fields.String()
    ended_at = fields.DateTime(allow_none=True)


class InvitedSchema(AccountSchema):
    """An account just made; the address that opens it is shown this once (null when the request is repeated)."""

    address = fields.String(allow_none=True)


class InvitationSchema(Output):
    """A new address that opens an account, shown this once (null when the request is repeated)."""

    address = fields.String(allow_none=True)


class AssignmentSchema(Output):
    """A role of an account."""

    id = fields.String()
    account_id = fields.String()
    role = Choice(Role)
    unit_id = fields.String(allow_none=True)
    office_id = fields.String(allow_none=True)
    first_on = fields.Date()
    last_on = fields.Date(allow_none=True)
    made_at = fields.DateTime()
    made_by = fields.String()


class AssignmentsSchema(Output):
    """All roles that an account had, has and will have, oldest first."""

    items = fields.List(fields.Nested(AssignmentSchema))
