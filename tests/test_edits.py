"""From operations to text: what an edit leaves alone, what it writes, what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from textwrap import dedent

import pytest
from documents import read

from migrator.text.check import difference
from migrator.text.edits import Edit, plan, splice
from migrator.text.node import Node
from migrator.text.operations import (
    Append,
    EditError,
    Fragment,
    Insert,
    Operation,
    Remove,
    RemoveItem,
    RenameKey,
    SetValue,
    combine,
    entry,
)
from migrator.text.source import Source
from migrator.text.values import Tagged, Value, ref, sub

Make = Callable[[Node], Sequence[Operation]]
Path = tuple[str | int, ...]


def at(node: Node, path: Path) -> Node:
    """The node that stands at a path, aliases not followed."""
    for key in path:
        pair = node.pair(key) if isinstance(key, str) else None
        node = node.items[int(key)] if pair is None else pair.value
    return node


def edits_of(text: str, make: Make) -> list[Edit]:
    root = read(text)
    return plan(Source("t.yaml", text), root, combine(make(root)))


def edited(text: str, *makes: Make) -> str:
    """The text after operations, once the self-check agrees."""
    root = read(text)
    outcome = combine([operation for make in makes for operation in make(root)])
    after = splice(text, plan(Source("t.yaml", text), root, outcome))
    assert difference(root, read(after), outcome) is None, after
    return after


def put(*path: str | int, value: Value) -> Make:
    return lambda root: [SetValue(at(root, path), value)]


def rename(*path: str | int, new: str) -> Make:
    return lambda root: [RenameKey(at(root, path[:-1]), str(path[-1]), new)]


def insert(*path: str | int, value: Value, after: str | None = None, before: str | None = None) -> Make:
    return lambda root: [Insert(at(root, path[:-1]), str(path[-1]), value, after, before)]


def remove(*path: str | int) -> Make:
    return lambda root: [
        RemoveItem(at(root, path[:-1]), path[-1])
        if isinstance(path[-1], int)
        else Remove(at(root, path[:-1]), path[-1])
    ]


def append(*path: str | int, value: Value) -> Make:
    return lambda root: [Append(at(root, path), value)]


def fragment(*path: str | int, old: str, new: str) -> Make:
    def make(root: Node) -> list[Operation]:
        scalar = at(root, path)
        start = scalar.text.index(old)
        return [Fragment(scalar, start, start + len(old), new)]

    return make


def wanted(*path: str | int, value: Value) -> Make:
    return lambda root: list(entry(at(root, path[:-1]), str(path[-1]), value))


TEMPLATE = "A:\n  b: 1 # one\n  l:\n  - x\n  m: {c: 1, d: [1, 2]}\n"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda _: [], id="no operation"),
        pytest.param(wanted("A", "b", value=1), id="the value that is there"),
        pytest.param(wanted("A", "l", value=["x"]), id="the list that is there"),
        pytest.param(wanted("A", "m", value={"c": 1, "d": [1, 2]}), id="the map that is there"),
        pytest.param(
            lambda root: [*put("A", "b", value=1)(root), *put("A", "b", value=1)(root)], id="the same value twice"
        ),
        pytest.param(rename("A", new="A"), id="the key that is there"),
    ],
)
def test_nothing_changes(make: Make) -> None:
    assert edited(TEMPLATE, make) == TEMPLATE


def test_no_operation_makes_no_edit() -> None:
    assert edits_of(TEMPLATE, lambda _: []) == []


CASES = [
    pytest.param("a: 1 # c\n", [put("a", value=2)], "a: 2 # c\n", id="set: the comment stays"),
    pytest.param("a: 'x'\n", [put("a", value="y")], "a: 'y'\n", id="set: quotes stay"),
    pytest.param('a: "x"\n', [put("a", value="it's")], 'a: "it\'s"\n', id="set: double quotes stay"),
    pytest.param("a: x\n", [put("a", value="1.0")], "a: '1.0'\n", id="set: text that looks like a number"),
    pytest.param("a: x\n", [put("a", value="$default")], "a: $default\n", id="set: no quotes where none are needed"),
    pytest.param("a: x\n", [put("a", value="\u2028\x7f")], 'a: "\\u2028\\u007f"\n', id="set: escapes"),
    pytest.param("a:\nb: 1\n", [put("a", value="x")], "a: x\nb: 1\n", id="set: nothing was there"),
    pytest.param("a: # c\nb: 1\n", [put("a", value="x")], "a: x # c\nb: 1\n", id="set: only a comment was there"),
    pytest.param("a:\n  x\nb: 1\n", [put("a", value="y")], "a:\n  y\nb: 1\n", id="set: value on the next line"),
    pytest.param("a: 1 # c\n", [put("a", value={"b": 1})], "a: # c\n  b: 1\n", id="set: scalar to map"),
    pytest.param("a:\n  b: 1\n  c: 2\nd: 1\n", [put("a", value="x")], "a: x\nd: 1\n", id="set: map to scalar"),
    pytest.param(
        "a: # c1\n  # c2\n  b: 1\n  c: 2 # c3\nd: 1\n",
        [put("a", value="x")],
        "a: x # c1\n  # c2\n  # c3\nd: 1\n",
        id="set: comments between key and value stay",
    ),
    pytest.param("a:\n- b\n- c\nd: 1\n", [put("a", value={"e": 1})], "a:\n  e: 1\nd: 1\n", id="set: list to map"),
    pytest.param(
        "a:\n  b: 1\nd: 1\n", [put("a", value={"c": {"e": 1}})], "a:\n  c:\n    e: 1\nd: 1\n", id="set: map to map"
    ),
    pytest.param("a: |\n  x\n\nb: 1\n", [put("a", value="y")], "a: y\n\nb: 1\n", id="set: block scalar"),
    pytest.param(
        "a: one\n  two # c\nb: 1\n", [put("a", value="y")], "a: y # c\nb: 1\n", id="set: plain scalar on two lines"
    ),
    pytest.param(
        "- a\n-   b: 1\n",
        [put(1, value={"c": 1, "d": 2})],
        "- a\n-   c: 1\n    d: 2\n",
        id="set: item keeps its column",
    ),
    pytest.param(
        "- \n- a\n", [put(0, value={"c": 1, "d": 2})], "- c: 1\n  d: 2 \n- a\n", id="set: item that was nothing"
    ),
    pytest.param("{a: , b}", [put("a", value=1), put("b", value=2)], "{a: 1 , b: 2}", id="set: nothing between braces"),
    pytest.param('{"a": 1}', [put("a", value=sub("x"))], '{"a": {"Fn::Sub": "x"}}', id="set: JSON writes long forms"),
    pytest.param(
        '{\n\t"a": 1\n}', [put("a", value={"b": 1})], '{\n\t"a": {\n\t\t"b": 1\n\t}\n}', id="set: JSON with tabs"
    ),
    pytest.param(
        "a: !Ref 'b' # c\n", [put("a", value=ref("d"))], "a: !Ref 'd' # c\n", id="set: quotes behind a tag stay"
    ),
    pytest.param(
        "a: {Ref: b}\nc: 1\n", [put("c", value=ref("d"))], "a: {Ref: b}\nc:\n  Ref: d\n", id="set: long forms in use"
    ),
    pytest.param("a: b # c\n", [rename("a", new="n")], "n: b # c\n", id="rename"),
    pytest.param("'a' : b\n", [rename("a", new="n: x")], "'n: x' : b\n", id="rename: quotes and spaces stay"),
    pytest.param("{a: b}\n", [rename("a", new="n,x")], "{'n,x': b}\n", id="rename: between braces"),
    pytest.param("a: 1\nb: 2\n", [rename("a", new="b"), rename("b", new="a")], "b: 1\na: 2\n", id="rename: swap"),
    pytest.param("a: 1\nc: 2\n", [insert("b", value="x", after="a")], "a: 1\nb: x\nc: 2\n", id="insert: after"),
    pytest.param("# c\na: 1\n", [insert("b", value="x", before="a")], "# c\nb: x\na: 1\n", id="insert: before"),
    pytest.param("a: 1", [insert("b", value="x")], "a: 1\nb: x", id="insert: no final line break"),
    pytest.param("a: 1\r\n", [insert("b", value={"c": 1})], "a: 1\r\nb:\r\n  c: 1\r\n", id="insert: CRLF"),
    pytest.param(
        "a: |\n  x\n\n# c\n", [insert("b", value=1)], "a: |\n  x\nb: 1\n\n# c\n", id="insert: behind a block scalar"
    ),
    pytest.param(
        "a: |+\n  x\n\n", [insert("b", value=1)], "a: |+\n  x\n\nb: 1\n", id="insert: behind kept blank lines"
    ),
    pytest.param(
        "a: |\n  x", [insert("b", value=1)], "a: |-\n  x\nb: 1", id="insert: behind a block scalar at the end"
    ),
    pytest.param("a: >+2\n  x", [insert("b", value=1)], "a: >2-\n  x\nb: 1", id="insert: ... with indicators"),
    pytest.param("- a: 1\n", [insert(0, "b", value=2, before="a")], "- b: 2\n  a: 1\n", id="insert: behind a dash"),
    pytest.param(
        "a: 1\n",
        [insert("b", value=1, after="a"), insert("c", value=2, after="a")],
        "a: 1\nb: 1\nc: 2\n",
        id="insert: in turn",
    ),
    pytest.param(
        "a: 1\n",
        [insert("b", value=1), insert("c", value=2, before="b")],
        "a: 1\nc: 2\nb: 1\n",
        id="insert: by a new key",
    ),
    pytest.param("a: {}\n", [insert("a", "b", value=1)], "a:\n  b: 1\n", id="insert: into an empty map"),
    pytest.param("{}\n", [insert("b", value=1)], '{"b": 1}\n', id="insert: into nothing at all"),
    pytest.param(
        "a: {b: 1} # c\n", [insert("a", "d", value=[1])], "a: {b: 1, d: [1]} # c\n", id="insert: between braces"
    ),
    pytest.param("a: {b: }\n", [insert("a", "d", value=1)], "a: {b: , d: 1 }\n", id="insert: behind nothing"),
    pytest.param(
        "a: {\n  b: 1, # c\n  d: 2 # e\n}\n",
        [insert("a", "n", value=1, after="b"), insert("a", "o", value=2)],
        "a: {\n  b: 1, # c\n  n: 1,\n  d: 2, # e\n  o: 2\n}\n",
        id="insert: between braces on lines, behind comments",
    ),
    pytest.param(
        '{"a":[1,2]}',
        [insert("b", value={"c": 1}), append("a", value=3)],
        '{"a":[1,2,3],"b":{"c":1}}',
        id="insert: compact JSON",
    ),
    pytest.param(
        "R:\n  A:\n    x: 1\n\n  B:\n    x: 1\n\nO: 1\n",
        [insert("R", "C", value={"x": 1}), insert("R", "D", value={"x": 1}, after="A")],
        "R:\n  A:\n    x: 1\n\n  D:\n    x: 1\n\n  B:\n    x: 1\n\n  C:\n    x: 1\n\nO: 1\n",
        id="insert: blank lines between sections",
    ),
    pytest.param("a: 1 # c\n# d\nb: 2\n", [remove("a")], "# d\nb: 2\n", id="remove: with its comment"),
    pytest.param("# c\na: 1\nb: 2\n", [remove("a")], "# c\nb: 2\n", id="remove: the comment above stays"),
    pytest.param("a: 1\nb: 2", [remove("b")], "a: 1", id="remove: no final line break"),
    pytest.param("a:\n  b: 1\n  # d\nc: 2\n", [remove("a", "b")], "  # d\nc: 2\n", id="remove: the last child"),
    pytest.param("a:\n- {b: [1]}\nc: 2\n", [remove("a", 0, "b", 0)], "c: 2\n", id="remove: all the way up"),
    pytest.param("- a: 1\n  b: 2\n  c: 3\n", [remove(0, "a"), remove(0, "b")], "- c: 3\n", id="remove: behind a dash"),
    pytest.param(
        "- a: 1 # c\n  # d\n  b: 2\n", [remove(0, "a")], "-\n  # d\n  b: 2\n", id="remove: behind a dash, comment below"
    ),
    pytest.param(
        "a: {b: 1, c: 2, d: 3}\n", [remove("a", "b"), remove("a", "d")], "a: {c: 2}\n", id="remove: between braces"
    ),
    pytest.param(
        "a: {\n  b: 1, # c\n  # d\n  e: 2, # f\n  g: 3 # h\n}\n",
        [remove("a", "e"), remove("a", "g")],
        "a: {\n  b: 1 # c\n  # d\n}\n",
        id="remove: between braces on lines",
    ),
    pytest.param(
        "R:\n  A: 1\n\n  B: 2\n\n  C: 3\n",
        [remove("R", "B")],
        "R:\n  A: 1\n\n  C: 3\n",
        id="remove: one blank line stays",
    ),
    pytest.param(
        "a: |\n  x\nb: 1\n  # d\nc: 1\n", [remove("b")], "a: |\n  x\n# d\nc: 1\n", id="remove: behind a block scalar"
    ),
    pytest.param(
        "a: |+\n  x\nb: 1\n\nc: 1\n", [remove("b")], "a: |+\n  x\nc: 1\n", id="remove: behind kept blank lines"
    ),
    pytest.param(
        "a: |-\n  x\nb: 1", [remove("b")], "a: |-\n  x", id="remove: behind a stripped block scalar at the end"
    ),
    pytest.param("a: 1\n \nb: 2\n\nc: 3", [remove("b"), remove("c")], "a: 1", id="remove: the end of a text"),
    pytest.param("R:\n  a: 1\n\n  b: 2\n", [remove("R", "b")], "R:\n  a: 1\n", id="remove: no blank line at the end"),
    pytest.param(
        "a: |+\n  x\n\n\nb: 1\n\nc: 2\n", [remove("b")], "a: |+\n  x\n\n\nc: 2\n", id="remove: blank lines of a value"
    ),
    pytest.param(
        "a: |\n  x\n\nb: 1\n\n  # y\nc: 2\n",
        [remove("b")],
        "a: |\n  x\n\n# y\nc: 2\n",
        id="remove: a comment stays",
    ),
    pytest.param(
        "a: {b: 1}\n\nc:\n  d: |+\n    x\n",
        [insert("e", value={"f": "1"})],
        "a: {b: 1}\n\nc:\n  d: |+\n    x\ne:\n  f: '1'\n",
        id="insert: no blank line into a value",
    ),
    pytest.param("a: |\n  x\nb: 1", [remove("b")], "a: |\n  x\n", id="remove: a block scalar needs its line break"),
    pytest.param(
        "a: 1 # c\nb: 2\n",
        [remove("a"), insert("n", value=1, after="a")],
        "n: 1\nb: 2\n",
        id="remove: something comes instead",
    ),
    pytest.param("a: 1\nb: 2\n", [remove("a"), remove("a")], "b: 2\n", id="remove: twice"),
    pytest.param(
        "a:\n- x # c\n# d\nb: 1\n", [append("a", value="y")], "a:\n- x # c\n- y\n# d\nb: 1\n", id="append: no indent"
    ),
    pytest.param(
        "a:\n    - x\n",
        [append("a", value={"k": 1, "l": [2]})],
        "a:\n    - x\n    - k: 1\n      l:\n          - 2\n",
        id="append: map",
    ),
    pytest.param("a: []\n", [append("a", value="x")], "a: [x]\n", id="append: to nothing"),
    pytest.param(
        "a: [x]\n", [append("a", value=ref("A::B"))], "a: [x, !Ref 'A::B']\n", id="append: colon between brackets"
    ),
    pytest.param(
        "a:\n- x\n",
        [append("a", value="y"), insert("b", value=1)],
        "a:\n- x\n- y\nb: 1\n",
        id="append: before what follows",
    ),
    pytest.param(
        "a: https://x/y # c\n", [fragment("a", old="x", new="z")], "a: https://z/y # c\n", id="fragment: plain"
    ),
    pytest.param(
        "a: 'it''s x'\n", [fragment("a", old="x", new="o'k")], "a: 'it''s o''k'\n", id="fragment: single quotes"
    ),
    pytest.param('a: "\\x41 x"\n', [fragment("a", old="A", new='"')], 'a: "\\" x"\n', id="fragment: an escape"),
    pytest.param(
        "a: !Sub x/Prod # c\n", [fragment("a", old="/Prod", new="")], "a: !Sub x # c\n", id="fragment: behind a tag"
    ),
    pytest.param("a: x y\n", [fragment("a", old="x", new="x:")], "a: 'x: y'\n", id="fragment: needs quotes then"),
    pytest.param("a: x\n", [fragment("a", old="x", new="")], "a: ''\n", id="fragment: nothing is left"),
    pytest.param(
        "a: >-\n  x y\n  z\n", [fragment("a", old="y z", new="q")], "a: >-\n  x q\n", id="fragment: over a fold"
    ),
    pytest.param(
        "a: |\n  x\n  y\n",
        [fragment("a", old="y", new="p\nq")],
        "a: |\n  x\n  p\n  q\n",
        id="fragment: new line in a literal",
    ),
    pytest.param("a: &x b # c\nd: 1\n", [put("d", value=2)], "a: &x b # c\nd: 2\n", id="an anchor without users"),
    pytest.param("<<: {b: 1}\na: 1\n", [remove("a")], "<<: {b: 1}\n", id="beside a merge key"),
    pytest.param("a: 1\na: 2\nb: 1\n", [put("b", value=2)], "a: 1\na: 2\nb: 2\n", id="beside duplicate keys"),
    pytest.param("a: 1\nb: 2\na: '1'\n", [rename("a", new="c")], "b: 2\nc: '1'\n", id="rename a repeated key"),
    pytest.param("a: 1\nb: 2\na: 1\n", [put("a", value=3)], "b: 2\na: 3\n", id="set a repeated key"),
    pytest.param("{a: 1, b: 2, a: 1}\n", [remove("a")], "{b: 2}\n", id="remove a repeated key"),
    pytest.param("? [k]\n: v\n? c\n: d\n", [put(value=1)], None, id="the whole document"),
]


@pytest.mark.parametrize(("before", "makes", "after"), [case for case in CASES if case.values[2] is not None])
def test_before_and_after(before: str, makes: list[Make], after: str) -> None:
    assert edited(before, *makes) == after


@pytest.mark.parametrize(
    ("text", "make", "obstacle"),
    [
        pytest.param("a: &x {b: 1}\nc: *x\n", put("a", "b", value=2), "shared-yaml", id="inside a shared node"),
        pytest.param("a: {b: &x 1}\nc: *x\n", remove("a"), "shared-yaml", id="around a shared node"),
        pytest.param("a: {b: &x 1}\nc: *x\n", put("a", value=2), "shared-yaml", id="instead of a shared node"),
        pytest.param("&x a: 1\nb: *x\n", rename("a", new="n"), "shared-yaml", id="a shared key"),
        pytest.param("a: &x {b: 1}\nc: {<<: *x, d: 1}\n", remove("c", "b"), "shared-yaml", id="a merged key"),
        pytest.param("a: 1\na: 2\n", remove("a"), "duplicate-key", id="remove a duplicate"),
        pytest.param("a: 1\na: 2\n", rename("a", new="b"), "duplicate-key", id="rename a duplicate"),
        pytest.param("a: {b: 1}\na: {b: 2}\n", put("a", "b", value=3), "duplicate-key", id="below a duplicate"),
        pytest.param("? a\n: 1\nb: 2\n", rename("a", new="c"), "unsupported-shape", id="rename an explicit key"),
        pytest.param("? a\n: 1\nb: 2\n", put("a", value=2), "unsupported-shape", id="value of an explicit key"),
        pytest.param("b: 2\n?\n  a\n: 1\n", put("a", value=2), "unsupported-shape", id="explicit key on its own line"),
        pytest.param("[a: 1, b]\n", insert(0, "c", value=2), "unsupported-shape", id="a pair without braces"),
        pytest.param("a: 1\n", remove("a"), "unsupported-shape", id="all there is"),
        pytest.param("a: 1\n", lambda root: [SetValue(root, 1)], "unsupported-shape", id="the document"),
        pytest.param("a: 1\n", insert("a", value=2), "unsupported-shape", id="a key that is there"),
        pytest.param("a: 1\n", insert("b" * 1_001, value=2), "unsupported-shape", id="a key without end"),
        pytest.param("a: 1\n", insert("a", "b", value=2), "unsupported-shape", id="an entry in a scalar"),
        pytest.param("a: 1\n", append("a", value=2), "unsupported-shape", id="an item in a scalar"),
        pytest.param("a: |\n  x\n", fragment("a", old="\n", new=""), "unsupported-shape", id="the end of a literal"),
        pytest.param(
            "? {k: 1}\n: v\n",
            lambda root: [SetValue(root.pairs[0].key.pairs[0].value, 2)],
            "unsupported-shape",
            id="in a key",
        ),
        pytest.param(
            "? [k]\n: v\n",
            lambda root: [SetValue(root.pairs[0].value, 2)],
            "unsupported-shape",
            id="behind a list as key",
        ),
    ],
)
def test_refused(text: str, make: Make, obstacle: str) -> None:
    with pytest.raises(EditError) as error:
        edits_of(text, make)
    assert error.value.obstacle == obstacle
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "makes",
    [
        pytest.param([put("a", value=1), put("a", value=2)], id="two values"),
        pytest.param([rename("a", new="x"), rename("a", new="y")], id="two names"),
        pytest.param([insert("n", value=1), insert("n", value=2)], id="one key twice"),
        pytest.param([insert("n", value={"x": 1}), insert("n", value={"x": 2})], id="one section, one entry twice"),
        pytest.param([insert("c", "n", value={"x": 1}), insert("c", "n", value={"y": 1})], id="two things, one name"),
        pytest.param([fragment("b", old="xy", new="1"), fragment("b", old="yz", new="2")], id="overlapping fragments"),
        pytest.param([put("b", value=1), fragment("b", old="x", new="2")], id="a value and a fragment"),
        pytest.param([put("c", value=1), insert("c", "n", value="2")], id="a value and an entry"),
    ],
)
def test_contradictions_are_refused(makes: list[Make]) -> None:
    with pytest.raises(EditError, match=r"two concerns|is there already"):
        edits_of("a: 0\nb: xyz\nc: {d: 1}\n", lambda root: [operation for make in makes for operation in make(root)])


@pytest.mark.parametrize(
    ("makes", "expected"),
    [
        pytest.param([insert("c", "n", value=1), insert("c", "n", value=1)], "a: 0\nc: {d: 1, n: 1}\n", id="an entry"),
        pytest.param(
            [insert("n", value={"x": 1}), insert("n", value={"y": 2}), insert("n", value={"x": 1})],
            "a: 0\nc: {d: 1}\nn:\n  x: 1\n  y: 2\n",
            id="a section",
        ),
    ],
)
def test_what_two_concerns_add_alike_stands_once(makes: list[Make], expected: str) -> None:
    assert edited("a: 0\nc: {d: 1}\n", *makes) == expected


def test_what_goes_needs_no_edit_inside() -> None:
    text = "a:\n  b: 1\n  c: x y\nd: 1\n"
    inside = [put("a", "b", value=2), fragment("a", "c", old="y", new="z"), insert("a", "n", value=1)]
    assert edited(text, remove("a"), *inside) == "d: 1\n"
    assert edited(text, put("a", value="q"), inside[0], inside[1]) == "a: q\nd: 1\n"


def test_edits_are_sorted_and_carry_their_concern() -> None:
    root = read(TEMPLATE)
    operations = [Remove(at(root, ("A",)), "l", "one"), SetValue(at(root, ("A", "b")), 2, "two")]
    edits = plan(Source("t.yaml", TEMPLATE), root, combine(operations))
    assert [edit.concern for edit in edits] == ["two", "one"]
    assert all(first.end <= second.start for first, second in pairwise(edits))


def test_deletions_that_touch_are_one_edit() -> None:
    root = read("a: 1\nb: 2\nc: 3\n")
    edits = plan(
        Source("t.yaml", "a: 1\nb: 2\nc: 3\n"), root, combine([Remove(root, "a", "x"), Remove(root, "b", "y")])
    )
    assert edits == [Edit(0, 10, "", "x,y")]


STYLES = [
    pytest.param('a: \'x\'\nb: "y"\nc: "z"\n', "1.0", 'n: "1.0"', id="the quotes in use"),
    pytest.param("a: b\n", ["GET", "POST"], "n: [GET, POST]", id="a short list"),
    pytest.param("a:\n- b\n", ["GET", "POST"], "n:\n- GET\n- POST", id="lists on lines where lists are on lines"),
    pytest.param("a:\n    - b\n", [1], "n:\n    - 1", id="the indent of dashes in use"),
    pytest.param("a:\n    b: 1\n", {"c": {"d": 1}}, "n:\n    c:\n        d: 1", id="the indent in use"),
    pytest.param("a: b\n", [{"k": 1, "l": 2}], "n:\n  - k: 1\n    l: 2", id="a list of maps"),
    pytest.param(
        "a: b\n",
        Tagged("If", ["C", "x" * 60, "y" * 60]),
        f"n: !If\n  - C\n  - {'x' * 60}\n  - {'y' * 60}",
        id="a long call",
    ),
    pytest.param("a: b\n", Tagged("Base64", sub("x")), "n:\n  Fn::Base64: !Sub x", id="a call in a call"),
    pytest.param("a: b\n", sub("${A}/x"), "n: !Sub '${A}/x'", id="braces between quotes"),
    pytest.param("a: b\n", {}, "n: {}", id="an empty map"),
    pytest.param("a: b\n", "2020-01-01", "n: '2020-01-01'", id="a date"),
    pytest.param("a: b\n", "<<", "n: '<<'", id="a merge key that is none"),
    pytest.param("a: b\n", "x\ty", 'n: "x\\ty"', id="a tab"),
]


@pytest.mark.parametrize(("text", "value", "written"), STYLES)
def test_new_text_is_written_as_the_rest(text: str, value: Value, written: str) -> None:
    assert edited(text, insert("n", value=value)) == f"{text}{written}\n"


def test_json_is_written_on_lines_where_it_is_on_lines() -> None:
    text = '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}\n'
    after = edited(text, insert("c", value={"d": ["x", ref("Y")], "e": {}}), append("a", "b", value={"k": None}))
    assert after == dedent("""\
        {
          "a": {
            "b": [
              1,
              {
                "k": null
              }
            ]
          },
          "c": {
            "d": [
              "x",
              {"Ref": "Y"}
            ],
            "e": {}
          }
        }
        """)


def test_a_moved_node_keeps_its_types_and_quotes() -> None:
    text = "a:\n  t: !Sub '${x}'\n  d: 2020-01-01\n  o: 010\n  q: \"1\"\n  n:\n  l: {Ref: x}\n  m: [1, a b]\nb: {}\n"
    after = edited(text, lambda root: [Insert(at(root, ("b",)), "c", at(root, ("a",)))])
    assert after.removeprefix(text[: text.index("b: {}")]) == dedent("""\
        b:
          c:
            t: !Sub '${x}'
            d: 2020-01-01
            o: 010
            q: "1"
            n: null
            l: !Ref x
            m: [1, a b]
        """)


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("a: {b: 1, c: 2}\n", {"c": 2, "d": 3}, "a: {c: 2, d: 3}\n"),
        (
            "a:\n  # why\n  b: 1 # one\n  c: 2\n",
            {"n": 0, "b": 1, "m": 5, "c": 3},
            "a:\n  # why\n  n: 0\n  b: 1 # one\n  m: 5\n  c: 3\n",
        ),
        ("a: {b: 1}\n", {}, "a: {}\n"),
        ("a: x\n", None, "a: null\n"),
        ("b: 1\n", {"x": 1}, "b: 1\na:\n  x: 1\n"),
        ("a: {<<: {b: 1}, c: 2}\n", {"b": 1, "c": 3}, "a:\n  b: 1\n  c: 3\n"),
        ("x: &x {b: 1}\na: *x\n", {"b": 2}, "x: &x {b: 1}\na:\n  b: 2\n"),
        ("a: {b: true, c: x}\n", {"b": 1, "c": "x"}, "a: {b: 1, c: x}\n"),
        ("a: {b: 2}\n", {"c": 1}, "a:\n  c: 1\n"),
    ],
    ids=["some", "order and comments", "empty", "null", "new", "merge key", "alias", "types count", "nothing stays"],
)
def test_entry_changes_only_what_differs(text: str, value: Value, after: str) -> None:
    assert edited(text, wanted("a", value=value)) == after


@pytest.mark.parametrize(
    ("before", "make", "corrupt"),
    [
        pytest.param("a: 1\nb: x\n", put("a", value="1.0"), "a: 1.0\nb: x\n", id="text became a number"),
        pytest.param("a: 1\nb: x\n", put("a", value=2), "a: 2\nb: 'x'\n", id="quotes beside"),
        pytest.param("a: 1\nb: x\n", put("a", value=2), "a: 2\nb: y\n", id="another value beside"),
        pytest.param("a: 1\nb: x\n", put("a", value=2), "b: x\na: 2\n", id="another order"),
        pytest.param("a: 1\nb: x\n", put("a", value=2), "a: 2\n", id="a lost entry"),
        pytest.param("a: 1\nb: x\n", put("a", value=2), "a: 2\nb: x\nb: x\n", id="a doubled entry"),
        pytest.param("a: 1\nb: x\n", remove("a"), "a: 1\nb: x\n", id="nothing happened"),
        pytest.param("a: 1\nb: x\n", rename("a", new="200"), "200: 1\nb: x\n", id="a key that became a number"),
        pytest.param("a: 1\nb: !Ref x\n", put("a", value=2), "a: 2\nb: !Sub x\n", id="another tag"),
        pytest.param("a: [1, 2]\nb: x\n", append("a", value=3), "a: [1, 3]\nb: x\n", id="a lost item"),
        pytest.param("a: x y\n", fragment("a", old="y", new="z"), "a: x y z\n", id="another fragment"),
        pytest.param("a: x\n", fragment("a", old="x", new=""), "a:\n", id="text became nothing"),
        pytest.param("a: x\n", fragment("a", old="x", new="2020-01-01"), "a: 2020-01-01\n", id="text became a date"),
    ],
)
def test_the_self_check_sees(before: str, make: Make, corrupt: str) -> None:
    root = read(before)
    assert difference(root, read(corrupt), combine(make(root))) is not None
