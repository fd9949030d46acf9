"""What is known of one type of resource that can be attached to an API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..access import Kind
from ..index import Index


@dataclass(frozen=True)
class ComparedPart:
    """One thing about a resource that is compared.

    Arguments:
        words: what a sentence calls it.
        paths: where it stands among the properties; ``*`` is every item of a list. Several for several spellings.
        default: what holds where nothing is said.
        eases: whether another value can let in callers who were kept out.
    """

    words: str
    paths: tuple[str, ...]
    default: str = ""
    eases: bool = True


@dataclass(frozen=True)
class Attachment:
    """One type of resource that can be attached to an API, or to what is attached to it.

    What is neither in a part nor harmless is not compared: where it differs, it is listed.

    Arguments:
        section: the name of its kind, which the facets of its parts begin with.
        noun: what a sentence calls it.
        owners: properties that name what it is attached to.
        uses: properties that name what is attached to it in turn.
        parts: what is compared, by facet.
        harmless: properties that decide nothing about who gets in.
        named: the property that people know it by; its logical id where there is none.
        guards: whether callers get in when it is gone.
        opens: whether callers get in when it is new.
        silent: whether what uses it, or the API itself, tells when it is gone or new.
        counts: whether one resource of the type matters; all by default.
    """

    section: str
    noun: str
    owners: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    parts: Mapping[str, ComparedPart] = field(default_factory=dict)
    harmless: frozenset[str] = frozenset()
    named: str = ""
    guards: bool = False
    opens: bool = False
    silent: bool = False
    counts: Callable[[Mapping[str, Any], Kind, Index], bool] = lambda _properties, _kind, _index: True


def texts(*names: str) -> frozenset[str]:
    """Properties that are texts for people, and others that decide nothing."""
    return frozenset({"Description", "Name", "Tags", *names})
