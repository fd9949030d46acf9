"""Patterns that unpack the event: an entry is renamed where it stands, or taken out and given its value beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from .. import sentences
from .draft import ScriptDraft
from .splices import Hoist, Lift
from .syntax import FUNCTIONS, field, of_type, parts

if TYPE_CHECKING:
    from .chains import Chain
    from .places import Placer
    from .uses import Path

_NAMES: Final = ("event", "request", "apiEvent", "_event")


def keyed(draft: ScriptDraft, key: str) -> str:
    """A key as a pattern or an object writes it."""
    return key if key.isidentifier() else f"{draft.module.quote}{key}{draft.module.quote}"


def rename(draft: ScriptDraft, entry: Node, keys: Path) -> None:
    """Take an entry from another place, which one key or several lead to."""
    if entry.type == "pair_pattern":
        old, value = field(entry, "key"), field(entry, "value")
        assert old is not None
        assert value is not None
        written = draft.module.text(old)
        first = f"{written[0]}{keys[0]}{written[0]}" if written[0] in "'\"" else keyed(draft, keys[0])
        draft.put(old.start_byte, old.end_byte, "".join([first, *(f": {{ {keyed(draft, key)}" for key in keys[1:])]))
        if len(keys) > 1:
            draft.insert(value.end_byte, " }" * (len(keys) - 1))
        return
    draft.insert(entry.start_byte, "".join(f"{keyed(draft, key)}: {{ " for key in keys[:-1]))
    name = field(entry, "left") or entry
    if draft.module.text(name) != keys[-1]:
        draft.insert(entry.start_byte, f"{keyed(draft, keys[-1])}: ")
    if len(keys) > 1:
        draft.insert(entry.end_byte, " }" * (len(keys) - 1))


def target(entry: Node) -> Node:
    """What an entry of a pattern gives its value to, without a default."""
    found = field(entry, "value") if entry.type == "pair_pattern" else entry
    assert found is not None
    return (field(found, "left") or found) if found.type.endswith("assignment_pattern") else found


def default_to_null(draft: ScriptDraft, entry: Node, default: Node | None) -> None:
    """Let an entry be null where nothing is there."""
    if default is not None:
        draft.put(default.start_byte, default.end_byte, "null")
    else:
        draft.insert(entry.end_byte, " = null")


def hoist(draft: ScriptDraft, chain: Chain, text: str, placer: Placer) -> None:
    """Take an entry out of its pattern and give what it names its value beside.

    Arguments:
        draft: the file.
        chain: the read; its step is the entry.
        text: the value, with ``@`` for the event.
        placer: knows where the event is.

    Raises:
        UnplacedError: the pattern belongs to no declaration and to no parameter.
    """
    from .places import UnplacedError

    entry = chain.steps[0].node
    if any(start <= entry.start_byte < end and not gone for (start, end), gone in _texts(draft)):
        return  # all that it holds left the pattern before
    top = _top(entry)
    owner = top.parent
    while of_type(owner, "required_parameter", "optional_parameter"):
        owner = owner.parent
    if of_type(owner, "variable_declarator"):
        event = placer.event_at(chain.module, owner)
        if event is None:
            raise UnplacedError(sentences.NO_EVENT)
        _remove(draft, entry)
        draft.hoists.append(Hoist(target(entry), text.replace("@", event), top, owner))
    elif of_type(owner, "formal_parameters") and (top.id, ()) in placer.follower.holders:
        _remove(draft, entry)
        name = lifted(draft, top, owner.parent)
        draft.hoists.append(Hoist(target(entry), text.replace("@", name), top, None))
    else:
        raise UnplacedError("the pattern is part of another one")


def lifted(draft: ScriptDraft, pattern: Node, function: Node | None) -> str:
    """Move a pattern out of the parameters into the body; the name that its value has from then on."""
    known = next((each for each in draft.lifts if each.start == pattern.start_byte), None)
    if known is not None:
        return known.name
    assert function is not None
    body = field(function, "body")
    assert body is not None
    name = next(each for each in (*_NAMES, "_apiEvent") if each not in draft.module.names)
    newline, indent = draft.module.newline, draft.module.indent
    outer = _indent(draft, function)
    start, end = pattern.start_byte, pattern.end_byte
    if body.type == "statement_block":
        at = body.start_byte + 1
        draft.lifts.append(Lift(start, end, name, at, f"{newline}{outer}{indent}const ", ";"))
        return name
    while body.parent is not None and body.parent != function:
        body = body.parent
    before = f"{{{newline}{outer}{indent}const "
    draft.lifts.append(Lift(start, end, name, body.start_byte, before, f";{newline}{outer}{indent}return "))
    draft.insert(body.end_byte, f";{newline}{outer}}}")
    return name


def _indent(draft: ScriptDraft, node: Node) -> str:
    """The white space that the line of a node begins with."""
    data = draft.module.data
    line = data.rfind(b"\n", 0, node.start_byte) + 1
    end = line
    while end < len(data) and data[end : end + 1] in (b" ", b"\t"):
        end += 1
    return data[line:end].decode()


def _top(entry: Node) -> Node:
    """The outermost pattern around an entry."""
    top, current = entry, entry.parent
    while current is not None and (current.type.endswith("_pattern") or current.type == "pair_pattern"):
        if current.type == "object_pattern":
            top = current
        current = current.parent
    return top


def _remove(draft: ScriptDraft, entry: Node) -> None:
    """Take an entry out of its pattern, and the pattern out of the one around it where nothing is left."""
    pattern = entry.parent
    assert pattern is not None
    entries = parts(pattern)
    gone = [each for each in entries if any(s <= each.start_byte < e and t == "" for (s, e), t in _texts(draft))]
    if len(gone) + 1 >= len(entries) and of_type(pattern.parent, "pair_pattern"):
        for each in gone:
            del draft.splices[next(at for at, t in _texts(draft) if at[0] <= each.start_byte < at[1] and t == "")]
        _remove(draft, pattern.parent)
        return
    following, previous = entry.next_sibling, entry.prev_sibling
    start, end = entry.start_byte, entry.end_byte
    if entry == entries[-1] and len(entries) > 1 and entries[-2] not in gone and previous is not None:
        start = entries[-2].end_byte if previous.type == "," else start
    if of_type(following, ","):
        after = following.next_named_sibling
        end = after.start_byte if after is not None and after.type != "comment" else following.end_byte
    draft.put(start, end, "")


def _texts(draft: ScriptDraft) -> list[tuple[tuple[int, int], str]]:
    return [(at, each.text) for at, each in draft.splices.items()]


__all__ = ["FUNCTIONS", "default_to_null", "hoist", "keyed", "lifted", "rename", "target"]
