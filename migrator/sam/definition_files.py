"""Files that hold the definitions of the APIs of a template."""

from __future__ import annotations

from ..text.source import Source
from .definitions import INCLUDE, place
from .template import Template, read_template


def definition_files(source: Source) -> dict[str, Source]:
    """Files that hold definitions of a template's APIs, by the address that the template gives them.

    Arguments:
        source: the template; one that cannot be read has none.
    """
    template = _with_definitions(source)
    found = template.definitions.values() if template is not None else ()
    return {each.place.address: each.source for each in found}


def definition_names(source: Source) -> frozenset[str]:
    """Paths of the files that hold definitions of a template's APIs, from its folder.

    Arguments:
        source: the template; one that cannot be read has none.
    """
    template = _with_definitions(source)
    return frozenset(each.name for each in template.definitions.values()) if template is not None else frozenset()


def definition_places(source: Source) -> dict[str, str]:
    """Addresses of the definitions of a template's APIs, by the logical ids of these.

    Arguments:
        source: the template; one that cannot be read names none.
    """
    template = _with_definitions(source)
    apis = template.apis.values() if template is not None else ()
    return {api.id: found.address for api in apis if (found := place(api.properties)) is not None}


def _with_definitions(source: Source) -> Template | None:
    """A template that may name such files; None where it cannot."""
    return read_template(source) if any(word in source.text for word in ("DefinitionUri", INCLUDE)) else None
