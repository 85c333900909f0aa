"""What the document says of our shapes beyond what the library reads out of them."""

from inspect import cleandoc
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from api.schemas.fields import OneOf, Plain


class _Converter(OpenAPIConverter):
    """Describes a shape also by its docstring and by its ``further``: JSON Schema that no field can say."""

    def init_attribute_functions(self) -> None:
        """Look also into objects that an engine reads."""
        super().init_attribute_functions()  # type: ignore[no-untyped-call]  # the library has no types here
        self.attribute_functions.append(self.inside)

    def schema2jsonschema(self, schema: Schema) -> dict[str, Any]:
        """Return the JSON Schema of a shape."""
        made: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]  # as above
        if schema.__doc__:
            made["description"] = cleandoc(schema.__doc__)
        return made | getattr(schema, "further", {})

    def inside(self, field: fields.Field[Any], ret: object) -> dict[str, Any]:  # noqa: ARG002 - the library gives both
        """Return what stands in an object that an engine reads; nothing for other fields."""
        if isinstance(field, Plain):
            return self._told(field.shape)
        if isinstance(field, OneOf):
            shapes = {kind: self._told(shape) for kind, shape in field.shapes.items()}
            mapping = {kind: told["$ref"] for kind, told in shapes.items()}
            told_apart = {"propertyName": "kind", "mapping": mapping}
            return {"type": "object", "oneOf": list(shapes.values()), "discriminator": told_apart}
        return {}

    def _told(self, shape: type[Schema]) -> dict[str, Any]:
        told: dict[str, Any] = self.resolve_nested_schema(shape)  # type: ignore[no-untyped-call]  # as above
        return told


class Plugin(MarshmallowPlugin):
    """The library's plugin with our converter."""

    Converter = _Converter
