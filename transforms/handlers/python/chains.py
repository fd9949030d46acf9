"""Writes a chain of keys anew: every step of the old one becomes no key, one, or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import libcst as cst

from .. import codes
from ..fields import EventField
from .draft import Draft
from .sites import Path, Site, Step

NULL: Final = frozenset({"cognitoIdentity", "authentication"})
"""What payload 2.0 sends as null where a request has none: signed without an identity pool, or without a certificate."""

Default: TypeAlias = Literal["kept", "dropped", "or"]
"""What becomes of the default of a ``.get``: a REST API sends null in place of a missing key, which takes none."""


@dataclass(frozen=True)
class Move:
    """Where something of the event stands in another format.

    Arguments:
        keys: for each key of the old path, the keys it becomes.
        optional: whether the new place need not be there when the old one is.
        default: what becomes of the default of the last key.
    """

    keys: tuple[Path, ...]
    optional: bool = False
    default: Default = "kept"

    @property
    def path(self) -> Path:
        return tuple(key for keys in self.keys for key in keys)

    def below(self, path: Path) -> Move:
        """Where keys of what it holds stand."""
        return Move((*self.keys, *((key,) for key in path)), self.optional) if path else self


def move(text: str, *, optional: bool = False) -> Move:
    """Read ``a/b.c//d``: the keys of each old step between slashes, several with dots, none between two slashes."""
    return Move(tuple(tuple(part.split(".")) if part else () for part in text.split("/")), optional)


def ahead(field: EventField) -> Move:
    """Where a field of a REST event stands in payload 2.0."""
    return Move(field.there, field.optional, "dropped" if field.null else "kept")


def back(field: EventField) -> Move:
    """Where a field of payload 2.0 stands in a REST event."""
    return Move(field.home, default="or" if field.null else "kept")


def stay(path: Path) -> Move:
    """The move of what does not move."""
    return Move(tuple((key,) for key in path))


def named(root: str) -> cst.BaseExpression:
    """The expression that holds an event: a name, or an attribute as ``self.event``."""
    holder, _, name = root.rpartition(".")
    return cst.Attribute(value=named(holder), attr=cst.Name(name)) if holder else cst.Name(name)


def string(key: str, like: cst.SimpleString) -> cst.SimpleString:
    """A literal in the quotes of another one: in an f-string before Python 3.12 no other pair will do."""
    return cst.SimpleString(f"{like.quote}{key}{like.quote}")


def item(value: cst.BaseExpression, key: str, like: cst.SimpleString) -> cst.Subscript:
    """``value["key"]``."""
    return cst.Subscript(value=value, slice=[cst.SubscriptElement(cst.Index(string(key, like)))])


def get(
    value: cst.BaseExpression, key: str, like: cst.SimpleString, default: cst.BaseExpression | None = None
) -> cst.Call:
    """``value.get("key", default)``."""
    given = [cst.Arg(string(key, like)), *([cst.Arg(default)] if default else [])]
    return cst.Call(func=cst.Attribute(value=value, attr=cst.Name("get")), args=given)


def held(value: cst.BaseExpression, key: str, like: cst.SimpleString) -> cst.BaseExpression:
    """What holds other keys, or an empty dict: ``value.get("key", {})``, or with ``or {}`` where it may be null as well."""
    if key not in NULL:
        return get(value, key, like, cst.Dict([]))
    either = cst.BooleanOperation(get(value, key, like), cst.Or(), cst.Dict([]))
    return either.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def rekey(
    updated: cst.CSTNode,
    keys: Path,
    like: cst.SimpleString,
    *,
    optional: bool,
    holds: bool,
    default: Default = "kept",
) -> cst.BaseExpression:
    """One step with other keys; its spaces, default and parentheses stay.

    Arguments:
        updated: the step.
        keys: its new keys.
        like: the literal whose quotes they get.
        optional: whether the last key need not be there.
        holds: whether another key is read from what it gives.
        default: what becomes of its default where none is.
    """
    assert isinstance(updated, (cst.Subscript, cst.Call))
    value = inner(updated)
    if not keys:
        return value
    gets = optional or isinstance(updated, cst.Call)
    for key in keys[:-1]:
        value = held(value, key, like) if gets else item(value, key, like)
    made = last(updated, value, keys[-1], like, optional=optional)
    if not holds:
        return _defaulted(made, default)
    if optional and isinstance(made, cst.Call) and len(made.args) == 1:
        around = held(value, keys[-1], like)
        return around if around.lpar else around.with_changes(lpar=made.lpar, rpar=made.rpar)
    return made


def _defaulted(made: cst.BaseExpression, how: Default) -> cst.BaseExpression:
    """``.get("userArn")`` where a default was never taken, ``(.get("userArn") or default)`` where null takes its place."""
    if how == "kept" or not isinstance(made, cst.Call) or len(made.args) != 2:
        return made
    return or_default(made) if how == "or" else _bare(made)


def _bare(call: cst.Call) -> cst.Call:
    return call.with_changes(args=[call.args[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)])


def or_default(node: cst.CSTNode) -> cst.BaseExpression:
    """``(event.get("key") or default)``."""
    assert isinstance(node, cst.Call)
    default = node.args[1].value
    if isinstance(default, cst.Name) and default.value == "None":
        return node
    bare = _bare(node).with_changes(lpar=[], rpar=[])
    return cst.BooleanOperation(
        left=bare, operator=cst.Or(), right=default, lpar=[cst.LeftParen()], rpar=[cst.RightParen()]
    )


def last(
    updated: cst.Subscript | cst.Call, value: cst.BaseExpression, key: str, like: cst.SimpleString, *, optional: bool
) -> cst.BaseExpression:
    """The step itself, on another value and by another key."""
    name = string(key, like)
    if isinstance(updated, cst.Call):
        assert isinstance(updated.func, cst.Attribute)
        args = [updated.args[0].with_changes(value=name), *updated.args[1:]]
        return updated.with_changes(func=updated.func.with_changes(value=value), args=args)
    if optional:
        made = get(value, key, like)
        return made.with_changes(lpar=updated.lpar, rpar=updated.rpar)
    element = updated.slice[0]
    index = element.slice
    return updated.with_changes(value=value, slice=[element.with_changes(slice=index.with_changes(value=name))])


def inner(updated: cst.CSTNode) -> cst.BaseExpression:
    """What a step reads from."""
    if isinstance(updated, cst.Subscript):
        return updated.value
    assert isinstance(updated, cst.Call)
    assert isinstance(updated.func, cst.Attribute)
    return updated.func.value


def base_of(sites: Sequence[Site], moved: Callable[[Site], Move], depth: int) -> Path:
    """What a name holds in the new format that a part of the event is passed by: the first keys of what is read of it.

    Arguments:
        sites: what is read of it.
        moved: where a site's path goes.
        depth: how many keys lead to the part in the old format.
    """
    for site in sites if depth else ():
        return tuple(key for keys in moved(site).keys[:depth] for key in keys)
    return ()


def apply(draft: Draft, site: Site, moved: Move, base: Path, root: str) -> None:
    """Write the steps of one site anew.

    Arguments:
        draft: where to write.
        site: the site.
        moved: where its path goes; shorter than the path where the rest stays as it is.
        base: what the name that the site starts from stands for in the new format.
        root: name of the event itself.
    """
    depth = len(site.base)
    given = tuple(key for keys in moved.keys[:depth] for key in keys)
    if given == base:
        final = site.step(len(moved.keys) - 1)
        for step, keys in zip(site.steps, moved.keys[depth:], strict=False):
            optional = moved.optional and (keys != (step.key,) or step is final)
            holds = step is not final or bool(site.children)
            _rekey(draft, step, keys, optional=optional, holds=holds, default=moved.default)
        return
    from_root(draft, site, moved, root)


def _rekey(draft: Draft, step: Step, keys: Path, *, optional: bool, holds: bool, default: Default) -> None:
    defaults = default != "kept" and not holds and step.default is not None
    if keys != (step.key,) or (optional and not step.get) or defaults:
        draft.put(
            step.node, lambda node: rekey(node, keys, step.literal, optional=optional, holds=holds, default=default)
        )


def from_root(draft: Draft, site: Site, moved: Move, root: str) -> None:
    """Write a whole chain from the event itself: the name it starts from no longer holds what is read."""
    root = site.event or root
    final = site.step(len(moved.keys) - 1)
    if final is None:
        return
    if not root:
        draft.say(
            codes.NO_COUNTERPART,
            site.node,
            f"`{'.'.join(site.path)}` is read where only a part of the event is at hand, and is in another part in the other format.",
            "Pass the event on, or the field itself.",
        )
        return

    def make(node: cst.CSTNode) -> cst.BaseExpression:
        assert isinstance(node, (cst.Subscript, cst.Call))
        value = named(root)
        call = isinstance(node, cst.Call)
        for depth, key in enumerate(moved.path[:-1]):
            gets = call or (moved.optional and depth > 0)  # `requestContext` is always there
            value = held(value, key, final.literal) if gets else item(value, key, final.literal)
        made = last(node, value, moved.path[-1], final.literal, optional=moved.optional)
        return made if site.children else _defaulted(made, moved.default)

    draft.put(final.node, make)
