"""Objects that are written out: an entry is put in or taken out, and all else stays as it is written."""

from __future__ import annotations

from tree_sitter import Node

from .draft import ScriptDraft
from .syntax import field as child
from .syntax import of_type, parts


def put_first(draft: ScriptDraft, node: Node, text: str) -> None:
    """Put an entry in front of the others of an object."""
    entries = parts(node)
    if not entries:
        draft.put(node.start_byte, node.end_byte, f"{{ {text} }}")
    else:
        put_before(draft, entries[0], text)


def put_before(draft: ScriptDraft, entry: Node, text: str) -> None:
    """Put an entry in front of another one, on a line of its own where that has one."""
    draft.insert(entry.start_byte, f"{text},{_space(draft, entry)}")


def put_last(draft: ScriptDraft, node: Node, text: str) -> None:
    """Put an entry behind the others of an object."""
    entries = parts(node)
    if not entries:
        put_first(draft, node, text)
        return
    last = entries[-1]
    draft.insert(last.end_byte, f",{_space(draft, last)}{text}")


def remove(draft: ScriptDraft, entry: Node) -> None:
    """Take an entry out of an object."""
    following, previous = entry.next_named_sibling, entry.prev_named_sibling
    if following is not None and following.type != "comment":
        draft.put(entry.start_byte, following.start_byte, "")
    elif previous is not None and previous.type != "comment":
        comma = entry.next_sibling
        end = comma.start_byte if of_type(comma, ",") else entry.end_byte
        draft.put(previous.end_byte, end, "")
    else:
        draft.put(entry.start_byte, entry.end_byte, "")


def rename(draft: ScriptDraft, value: Node, key_: str) -> None:
    """Write what is assigned to a key of an answer, or is an entry that is merged into it, under another key."""
    parent, quote = value.parent, draft.module.quote
    if value.type == "shorthand_property_identifier":
        draft.insert(value.start_byte, f"{key_}: ")
        return
    target = child(parent, "left")
    name = child(parent, "key") or child(target, "property") or child(target, "index")
    if name is not None:
        written = key_ if name.type in ("property_identifier", "computed_property_name") else f"{quote}{key_}{quote}"
        draft.put(name.start_byte, name.end_byte, written)


def _space(draft: ScriptDraft, entry: Node) -> str:
    """What stands between two entries: a space, or a line break and the indent of the entry."""
    data = draft.module.data
    line = data.rfind(b"\n", 0, entry.start_byte) + 1
    before = data[line : entry.start_byte]
    return f"{draft.module.newline}{before.decode()}" if line and not before.strip() else " "
