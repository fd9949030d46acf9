"""What an API is called, in metrics and in the import of its definition."""

from __future__ import annotations

from migrator.sam.template import Api
from migrator.text.node import Node
from migrator.text.values import Value, ref

from .definition import is_defined
from .segments import Shape, shape_of


def called(api: Api) -> Value:
    """What an API is called: its ``Name``, the title of its definition, or the name of the stack; None for unknown."""
    own = api.properties.get("Name") or api.properties.get("DefinitionBody", "info", "title")
    if own is not None:
        return own
    return None if is_defined(api) else ref("AWS::StackName")


def name_shape(api: Api) -> Shape:
    """What the name of an API says; something of its own where it is unknown."""
    name = called(api)
    if name is None:
        return (("unknown", api.id),)
    return shape_of(name) if isinstance(name, Node) else (("name", "AWS::StackName"),)
