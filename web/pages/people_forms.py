"""What the pages about accounts take."""

from api.schemas.base import Query
from api.schemas.fields import Choice, Id, Text, Whole
from scheduler.accounts import LONGEST_NAME
from scheduler.core.emails import LONGEST_EMAIL
from scheduler.core.language import Language
from scheduler.core.roles import Role
from web.forms import Form
from web.pages.months import AnyDay

LONGEST_CODE = 10


class ListAsked(Query):
    """Which accounts: a part of a name or address, those that were left ("co"), after which id."""

    tim = Text(100, shortest=0, load_default="")
    da_roi = Text(5, load_default="")
    sau = Id(load_default="")


class UnitAsked(Query):
    """At which unit, by its official code."""

    ma = Text(LONGEST_CODE, shortest=0, load_default="")


class RoleForm(Form):
    """A role to be given from a day to a day."""

    role = Choice(Role, required=True)
    office_id = Id(load_default=None)
    first_on = AnyDay(required=True)
    last_on = AnyDay(load_default=None)


class GivenRole(RoleForm):
    """A role at a unit, None for the country."""

    unit_id = Id(load_default=None)


class NewcomerForm(RoleForm):
    """Somebody to be invited, with a first role."""

    email = Text(LONGEST_EMAIL, required=True)
    name = Text(LONGEST_NAME, required=True)
    unit_id = Id(load_default=None)
    person_id = Id(load_default=None)
    language = Choice(Language, load_default=Language.VIETNAMESE)


class AccountForm(Form):
    """An account's name and language, from the version that was seen."""

    version = Whole(1, 999_999_999, required=True)
    name = Text(LONGEST_NAME, required=True)
    language = Choice(Language, required=True)


class EndForm(Form):
    """The last day of a role."""

    last_on = AnyDay(required=True)


class LinkAsked(Form):
    """The newest link of the account that was seen, so that a form sent twice makes one link."""

    link_id = Id(load_default="")
