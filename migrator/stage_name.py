"""The name of a stage: ``$default``, a text, or what an intrinsic gives at deployment; always one of the three."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .sam.kinds import DEFAULT_STAGE
from .text.node import Node
from .text.values import Value, intrinsic, literal, ref_target


@dataclass(frozen=True)
class Default:
    """``$default``, which only an HTTP API has: no URL and no path shows it."""


@dataclass(frozen=True)
class Named:
    """A name that stands in the template, or that SAM gives where none does."""

    text: str


@dataclass(frozen=True, eq=False)
class Given:
    """A name that is known at deployment only; the default of a parameter does not count."""

    node: Node


StageName: TypeAlias = Default | Named | Given


def stage_name(node: Node | None, implied: str) -> StageName:
    """Read a stage's name.

    Arguments:
        node: the name as written; None where there is none.
        implied: the name that SAM gives then.
    """
    if node is None:
        return called(implied)
    text = literal(node)
    return Given(node) if text is None else called(text)


def called(text: str) -> StageName:
    """The stage that a text names."""
    return Default() if text == DEFAULT_STAGE else Named(text)


def known(name: StageName) -> str | None:
    """The name as a text, ``$default`` for that stage; None where it is known at deployment only."""
    match name:
        case Default():
            return DEFAULT_STAGE
        case Named(text):
            return text
        case Given():
            return None


def shown(name: StageName) -> str:
    """The name as a sentence tells it: what gives it, as ``${Env}``, where it is known at deployment only."""
    if not isinstance(name, Given):
        return known(name) or ""
    call = intrinsic(name.node)
    if call is not None and call.name == "Sub" and call.text is not None:
        return call.text
    return f"${{{ref_target(name.node) or '…'}}}"


def written(name: StageName) -> Value:
    """The name as it is written into a template."""
    return name.node if isinstance(name, Given) else known(name)
