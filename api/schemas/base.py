"""What every shape shares: unknown fields are refused, and what goes out is complete."""

from typing import Any

from marshmallow import RAISE, Schema, fields

from api.schemas.fields import Id, Text, Whole

_CODES: dict[str, str] = {"unknown": "unknown-field", "type": "not-an-object"}


class Input(Schema):
    """A JSON body. Lists by name what may be sent; everything else is refused, never dropped."""

    error_messages = _CODES
    from_text = False

    class Meta:
        """Refuse what is not listed."""

        unknown = RAISE


class Query(Input):
    """The parameters after the question mark: they are text, so digits count as a number."""

    from_text = True


class Paged(Query):
    """What every list takes: where to go on, and how many."""

    after = Id(metadata={"description": "go on after this id"})
    limit = Whole(1, 100, load_default=50, metadata={"description": "at most so many"})


class Searched(Paged):
    """A list that can be searched by name."""

    q = Text(100, metadata={"description": "part of a name, marks and case ignored"})


class Output(Schema):
    """An answer; every listed field is always there."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:  # noqa: ARG002 - marshmallow's
        """State in the document that the field is always present."""
        field_obj.required = True
        field_obj.dump_only = False


def page_of(item: type[Output]) -> type[Output]:
    """Return the shape of a key-paged list of ``item``: the items, and the id to go on after (null at the end)."""
    named = item.__name__.removesuffix("Schema")
    return type(
        f"{named}PageSchema",
        (Output,),
        {
            "__doc__": f"A page of {named}.",
            "items": fields.List(fields.Nested(item)),
            "next": fields.String(allow_none=True, metadata={"description": "the id to go on after; null at the end"}),
        },
    )
