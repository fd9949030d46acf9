"""Random documents as text, random operations on them, and a model that says what the operations lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from migrator.text.node import Node
from migrator.text.operations import (
    Append,
    Fragment,
    Insert,
    Operation,
    Remove,
    RemoveItem,
    RenameKey,
    SetValue,
)
from migrator.text.parsing import parse
from migrator.text.source import Source
from migrator.text.values import Tagged


def read(text: str) -> Node:
    root = parse(Source("t.yaml", text)).root
    assert root is not None
    return root


COMMENT = re.compile(r"#c\d+")
WORDS = [
    *(
        "a",
        "b",
        "Type",
        "x-y",
        "Path",
        "1.0",
        "true",
        "it's",
        "a#b",
        "c:d",
        "/p/{id}",
        "é",
        "🎉 x",
        "no",
        "12",
        "a b",
        "",
    ),
    *("- q", "x: y", "x #y"),
]
KEYS = ["A", "B", "Auth", "k 1", "Path", "x:y", "é", "200", "on", "a#b", "D", "E", "F", "G", "H"]


class Author:
    """Writes random documents in random layouts; every comment has its own number."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.comments = 0

    def document(self) -> str:
        """A whole document."""
        kind = self.random.choice(["block", "block", "block", "block", "flow", "json", "pretty"])
        if kind == "block":
            self.step = self.random.choice([1, 2, 2, 2, 4])
            self.dash = self.random.choice([0, 0, 2, 4])
            lines = self.block_map(0, 0) if self.random.random() < 0.9 else self.block_list(0, 0)
            if self.random.random() < 0.2:
                lines.insert(0, "---")
            if self.random.random() < 0.1:
                lines.append("...")
            if self.random.random() < 0.2:
                lines.insert(0, self.comment())
            if self.random.random() < 0.2:
                lines.append("")
            text = "\n".join(lines)
        elif kind == "flow":
            text = self.flow(0)
            if not text.startswith(("{", "[")):
                text = f"[{text}]"
        else:
            import json

            data = self.json(0)
            text = json.dumps(
                data, ensure_ascii=self.chance(0.3), indent=None if kind == "json" else self.random.choice([2, 4, "\t"])
            )
            if kind == "json" and self.chance(0.5):
                text = json.dumps(data, separators=(",", ":"))
        if self.chance(0.7):
            text += "\n"
        return text.replace("\n", self.random.choice(["\n", "\n", "\n", "\r\n", "\r"]))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def comment(self) -> str:
        self.comments += 1
        return f"#c{self.comments} - k: v"

    def behind(self) -> str:
        """What may follow a value on its line."""
        return self.random.choice(["", "", "", "", " ", "  " + self.comment(), " " + self.comment()])

    def keys(self) -> list[str]:
        return self.random.sample(KEYS, self.random.choice([1, 1, 2, 3, 3, 4, 6]))

    def key(self, key: str) -> str:
        if self.chance(0.15) or key in ("200", "on", "a#b"):
            return self.random.choice(["'{}'", '"{}"']).format(key)
        return key

    def scalar(self, *, flow: bool = False) -> str:
        word = self.random.choice(WORDS)
        style = self.random.choice(["", "", "'", '"'])
        safe = word and not re.search(r"^- |: | #", word) and not (flow and re.search(r"[,\[\]{}:?]", word))
        if style == "" and safe:
            text = word
        elif style == "'":
            text = "'" + word.replace("'", "''") + "'"
        else:
            text = '"' + word + '"'
        return (self.random.choice(["!Ref ", "!Sub ", "!!str "]) if self.chance(0.1) else "") + text

    def flow(self, depth: int, pad: str = "") -> str:
        """A value between brackets, or a scalar."""
        if depth > 2 or self.chance(0.4):
            return self.scalar(flow=True)
        tall = self.chance(0.25)
        if self.chance(0.5):
            parts = [
                f"{self.key(k) if ':' not in k else repr(k)}: {self.flow(depth + 1, pad + '  ')}"
                for k in self.random.sample(KEYS, self.random.randint(0, 3))
            ]
            if self.chance(0.1):
                parts.append("nul: ")
            opening, closing = "{", "}"
        else:
            parts = [self.flow(depth + 1, pad + "  ") for _ in range(self.random.randint(0, 3))]
            opening, closing = "[", "]"
        if tall and parts:
            lines = [f"{part}{',' if i < len(parts) - 1 else ''}{self.behind()}" for i, part in enumerate(parts)]
            inside = "".join(f"\n{pad}  {line}" for line in lines)
            return f"{opening}{inside}\n{pad} {closing}"
        space = self.random.choice(["", " "])
        return opening + space + self.random.choice([", ", ","]).join(parts) + space + closing

    def json(self, depth: int) -> object:
        if depth > 2 or (depth and self.chance(0.4)):
            return self.random.choice([*WORDS, 1, True, None, 5.5, -3])
        if depth and self.chance(0.4):
            return [self.json(depth + 1) for _ in range(self.random.randint(0, 3))]
        return {key: self.json(depth + 1) for key in self.random.sample(KEYS, self.random.randint(0, 4))}

    def block_map(self, column: int, depth: int) -> list[str]:
        lines: list[str] = []
        for key in self.keys():
            if self.chance(0.1):
                lines.append(self.random.choice(["", "", " " * column]))
            if self.chance(0.15) and lines:
                lines.append(" " * column + self.comment())
            lines += self.entry(key, column, depth)
        return lines

    def entry(self, key: str, column: int, depth: int) -> list[str]:
        head = " " * column + self.key(key) + self.random.choice([":", ":", ":", " :"])
        return self.value(head, column, depth, in_map=True)

    def value(self, head: str, column: int, depth: int, *, in_map: bool) -> list[str]:
        """Lines of a head (a key or dash) with a value."""
        inner = column + self.step
        kind = self.random.random()
        if depth < 3 and kind < 0.3:
            between = self.behind() if in_map else ""
            lines = self.block_map(inner, depth + 1)
            above = [" " * inner + self.comment()] if self.chance(0.1) else []
            tail = [" " * inner + self.comment()] if self.chance(0.08) else []
            return [head + between, *above, *lines, *tail]
        if depth < 3 and kind < 0.45:
            dash = self.dash if in_map else max(self.dash, 1)
            return [head + self.behind(), *self.block_list(column + dash, depth + 1)]
        if kind < 0.52:
            style = self.random.choice(["|", ">", "|-", ">-", "|+", ">+", "|2" if self.step == 2 else "|"])
            body = [
                " " * (column + 2 if style.endswith("2") else inner)
                + self.random.choice(["text x", "#no", "a: b", "tail "])
                for _ in range(self.random.randint(1, 3))
            ]
            return [f"{head} {style}", *body, *([""] * self.random.choice([0, 0, 1, 2]))]
        if kind < 0.57:
            return [f"{head} one two", " " * inner + "three" + self.behind()]
        if kind < 0.61:
            return [f'{head} "one two', " " * inner + 'three"' + self.behind()]
        if kind < 0.66:
            return [head + self.behind()]
        if kind < 0.8:
            return f"{head} {self.flow(0, ' ' * inner)}{self.behind()}".split("\n")
        if kind < 0.84 and in_map:
            return [head + self.behind(), " " * inner + self.scalar() + self.behind()]
        return [f"{head} {self.scalar()}{self.behind()}"]

    def block_list(self, column: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.random.choice([1, 2, 2, 3])):
            if self.chance(0.1) and lines:
                lines.append(" " * column + self.comment())
            if depth < 3 and self.chance(0.3):  # `- key:`
                offset = self.random.choice([2, 2, 4])
                first, *rest = self.block_map(column + offset, depth + 1)
                if first.strip() and not first.strip().startswith("#"):
                    lines += [" " * column + "-" + " " * (offset - 1) + first.lstrip(), *rest]
                    continue
            lines += self.value(" " * column + "-", column, depth, in_map=False)
        return lines


# -- operations and their model ---------------------------------------------------------------------------------


@dataclass(eq=False)
class Model:
    """Plain data that can be changed: a mapping or sequence has entries, anything else a value."""

    kind: str
    value: object = None
    tag: str | None = None
    entries: list[Entry] = field(default_factory=list)
    was_empty: bool = False

    def plain(self) -> object:
        """The data, intrinsics in their short form."""
        if self.kind == "mapping":
            name = str(self.entries[0].key[1]) if len(self.entries) == 1 and self.entries[0].key else ""
            if self.tag is None and (name == "Ref" or name.startswith("Fn::")):
                inner = self.entries[0].model
                value = inner.plain()
                if name == "Fn::GetAtt" and inner.kind == "sequence":
                    value = None, ("str", ".".join(e.model.value[1] for e in inner.entries))  # type: ignore[index]
                return "!" + name.removeprefix("Fn::"), value[1]  # type: ignore[index]
            return self.tag, [(e.key, e.model.plain()) for e in self.entries]
        if self.kind == "sequence":
            return self.tag, [e.model.plain() for e in self.entries]
        return self.tag, self.value


@dataclass(eq=False)
class Entry:
    """One entry of a `Model`."""

    key: tuple[str, str] | None
    model: Model
    was: str | None = None
    anchor: tuple[str, str] | None = None
    gone: bool = False


def modelled(node: Node, known: dict[Node, Model]) -> Model:
    """The model of a node; ``known`` collects the models of all nodes below."""
    if node.kind == "mapping":
        entries = [Entry((p.key.flavour, p.key.text), modelled(p.value, known), p.key.text) for p in node.pairs]
        model = Model("mapping", None, node.tag, entries, not entries)
    elif node.kind == "sequence":
        entries = [Entry(None, modelled(item, known)) for item in node.items]
        model = Model("sequence", None, node.tag, entries, not entries)
    else:
        model = Model("scalar", (node.flavour, "" if node.flavour == "null" else node.text), node.tag)
    known[node] = model
    return model


def fresh(value: object) -> Model:
    """The model of a new value."""
    if isinstance(value, Tagged):
        inner = fresh(value.argument)
        inner.tag = f"!{value.name}"
        return inner
    if isinstance(value, dict):
        return Model("mapping", entries=[Entry(("str", k), fresh(v)) for k, v in value.items()], was_empty=True)
    if isinstance(value, list):
        return Model("sequence", entries=[Entry(None, fresh(v)) for v in value], was_empty=True)
    if isinstance(value, str):
        return Model("scalar", ("str", value))
    if value is None:
        return Model("scalar", ("null", ""))
    if isinstance(value, bool):
        return Model("scalar", ("bool", str(value).lower()))
    return Model("scalar", ("float" if isinstance(value, float) else "int", str(value)))


def applied(root: Node, operations: list[Operation]) -> object:
    """What the operations make of a tree, as plain data."""
    known: dict[Node, Model] = {}
    top = modelled(root, known)
    originals = {node: list(model.entries) for node, model in known.items()}
    for operation in operations:
        if isinstance(operation, SetValue):
            new, old = fresh(operation.value), known[operation.node]
            old.kind, old.value, old.tag, old.entries, old.was_empty = new.kind, new.value, new.tag, new.entries, True
        elif isinstance(operation, Fragment):
            model = known[operation.scalar]
            flavour, text = model.value  # type: ignore[misc]
            model.value = flavour, text[: operation.start] + operation.text + text[operation.end :]
        elif isinstance(operation, Append):
            known[operation.sequence].entries.append(Entry(None, fresh(operation.value)))
        elif isinstance(operation, RemoveItem):
            gone = originals[operation.sequence][operation.index]
            gone.gone = True
        elif isinstance(operation, RenameKey):
            next(e for e in known[operation.mapping].entries if e.was == operation.key).key = ("str", operation.new)
        elif isinstance(operation, Remove):
            next(e for e in known[operation.mapping].entries if e.was == operation.key).gone = True
        else:
            insert(known[operation.mapping], operation)
    prune(top)
    return top.plain()


def insert(model: Model, operation: Insert) -> None:
    """Put an entry behind or before the one that is named; several behind one keep their order."""
    new = Entry(("str", operation.key), fresh(operation.value))
    at = len(model.entries)
    if operation.after is not None:
        new.anchor = "after", operation.after
        at = next(i for i, e in enumerate(model.entries) if e.was == operation.after) + 1
        while at < len(model.entries) and model.entries[at].anchor == new.anchor:
            at += 1
    elif operation.before is not None:
        at = next(i for i, e in enumerate(model.entries) if e.was == operation.before)
    model.entries.insert(at, new)


def surviving_comments(text: str, root: Node, operations: list[Operation]) -> set[str]:
    """Comments that no operation may lose: not on a line of a removed entry, not inside a replaced value."""
    gone: list[tuple[int, int]] = []
    for operation in operations:
        if isinstance(operation, SetValue):
            gone.append((operation.node.start, operation.node.end))
        elif isinstance(operation, (Remove, RemoveItem)):
            gone.append(removed_lines(text, operation))
    for node in root.walk():  # collections that lose all they hold go with their keys
        for pair in node.pairs:
            gone += collapsed(text, pair.key.start, pair.value, operations)
        for item in node.items:
            gone += collapsed(text, item_start(text, item), item, operations)
    return {m[0] for m in COMMENT.finditer(text) if not any(a <= m.start() < b for a, b in gone)}


def removed_lines(text: str, operation: Remove | RemoveItem) -> tuple[int, int]:
    """From the key or dash of a removed entry to the end of its last line."""
    if isinstance(operation, Remove):
        pair = operation.mapping.pair(operation.key)
        assert pair is not None
        return pair.key.start, line_end(text, pair.value.end)
    item = operation.sequence.items[operation.index]
    return item_start(text, item), line_end(text, item.end)


def item_start(text: str, item: Node) -> int:
    """The dash of an item."""
    above = item.parent
    if above is None or above.is_flow:
        return item.start
    index = int(item.key)
    at = above.items[index - 1].end if index else above.start
    while text[at] != "-":
        at = line_end(text, at) if text[at] == "#" else at + 1
    return at


def collapsed(text: str, start: int, node: Node, operations: list[Operation]) -> list[tuple[int, int]]:
    touched = any(getattr(o, "mapping", getattr(o, "sequence", None)) in set(node.walk()) for o in operations)
    return [(start, line_end(text, node.end))] if touched and prune_check(node, operations) else []


def prune_check(node: Node, operations: list[Operation]) -> bool:
    """Whether a collection loses all it holds."""
    here = [o for o in operations if getattr(o, "mapping", getattr(o, "sequence", None)) is node]
    if any(isinstance(o, (Insert, Append)) for o in here) or not node.children:
        return False
    gone = {o.key for o in here if isinstance(o, Remove)} | {o.index for o in here if isinstance(o, RemoveItem)}
    return all(child.key in gone or prune_check(child, operations) for child in node.children)


def line_end(text: str, at: int) -> int:
    found = re.compile(r"[\r\n]").search(text, at)
    return found.start() if found else len(text)


def prune(model: Model) -> bool:
    """Drop the collections that lost their last child; whether this one did."""
    if not model.entries:
        return not model.was_empty and model.kind != "scalar"
    for entry in list(model.entries):
        if entry.gone or prune(entry.model):
            model.entries.remove(entry)
    return not model.entries


LONG = "a long text to fill the line " * 2
VALUES: list[object] = [
    *("new", "1.0", "a: b", "x #y", "it's", "$default", "*", "", "true", "é🎉", "tab\there", "2020-01-01", "<<", "="),
    *("\u2028", "\x7f", 5, True, None, 1.5, ["GET", "POST"], [], {}, {"K": "v"}, [LONG] * 3),
    {"K": {"L": ["a", {"b": "c"}]}, "M": 1},
    Tagged("Ref", "Api"),
    Tagged("Sub", "${A}.x: y"),
    Tagged("GetAtt", "A.Arn"),
    [Tagged("Ref", "AWS::NoValue"), "b"],
    Tagged("If", ["C", "a", {"b": "c"}]),
]


def drawn(random: Random, root: Node) -> list[Operation]:
    """Operations that fit a tree and do not contradict each other."""
    nodes = [node for node in root.walk() if node.kind != "alias"]
    operations: list[Operation] = []
    closed: set[Node] = set()  # inside of what goes or is replaced, or is changed already
    for _ in range(random.choice([1, 1, 2, 3, 5])):
        node = random.choice(nodes)
        if any(above in closed for above in lineage(node)) or any(inner in closed for inner in node.walk()):
            continue
        found = choice(random, node)
        if found:
            operations += found
            closed.add(node)
    return operations


def lineage(node: Node) -> list[Node]:
    """A node and all above it."""
    chain: list[Node] = []
    at: Node | None = node
    while at is not None:
        chain.append(at)
        at = at.parent
    return chain


def choice(random: Random, node: Node) -> list[Operation]:
    """One or several operations on one node."""
    if node.parent is not None and random.random() < 0.25:
        return [SetValue(node, random.choice(VALUES))]  # type: ignore[arg-type]
    if node.kind == "mapping":
        return on_mapping(random, node)
    if node.kind == "sequence":
        count = random.choice([0, 1, 1, len(node.items)]) if node.items else 0
        gone = random.sample(range(len(node.items)), min(count, len(node.items)))
        gone = gone[1:] if node.parent is None and len(gone) == len(node.items) else gone
        adds = [Append(node, random.choice(VALUES)) for _ in range(random.choice([0, 0, 1, 2]))]  # type: ignore[arg-type]
        return [*(RemoveItem(node, index) for index in gone), *adds]
    if node.flavour == "str" and node.text:
        start = random.randrange(len(node.text))
        end = random.randint(start, min(len(node.text), start + 3))
        return [Fragment(node, start, end, random.choice(["", "x", "new text", "ä", ": ", "'", '"', "${A}"]))]
    return []


def on_mapping(random: Random, node: Node) -> list[Operation]:
    keys = [pair.key.text for pair in node.pairs]
    free = iter(random.sample(["N1", "N2", "n 3", "N:4", "true", "1.0"], 6))
    gone = random.sample(keys, random.choice([0, 1, 1, len(keys)]) if keys else 0)
    if node.parent is None and len(gone) == len(keys):
        gone = gone[1:]
    operations: list[Operation] = [Remove(node, key) for key in gone]
    for key in keys:
        if key not in gone and random.random() < 0.15:
            operations.append(RenameKey(node, key, next(free)))
            break
    for _ in range(random.choice([0, 1, 1, 2])):
        value = random.choice(VALUES)
        where = random.choice(["after", "before", "end"]) if keys else "end"
        named = {} if where == "end" else {where: random.choice(keys)}
        operations.append(Insert(node, next(free), value, **named))  # type: ignore[arg-type]
    random.shuffle(operations)
    return operations
