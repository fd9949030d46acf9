"""Reading: spans, types, aliases, merge keys, duplicates."""

from __future__ import annotations

import pytest
import yaml
from documents import read

from migrator.text.meaning import data, plain, says, spelled
from migrator.text.node import Node, boolean
from migrator.text.parsing import parse
from migrator.text.source import Source
from migrator.text.values import Tagged, attribute, intrinsic, is_list, is_map, literal, ref, ref_target, sub


def at(node: Node, *keys: str | int) -> Node:
    """The node that stands at a path, aliases not followed."""
    for key in keys:
        pair = node.pair(key) if isinstance(key, str) else None
        node = node.items[int(key)] if pair is None else pair.value
    return node


@pytest.mark.parametrize(
    ("text", "path", "span"),
    [
        pytest.param("a: b # c", "a", "b", id="plain"),
        pytest.param("a: 'b' # c", "a", "'b'", id="quotes"),
        pytest.param('a: "b\n  c"\n', "a", '"b\n  c"', id="quotes on two lines"),
        pytest.param("a: b\n  c # d\n", "a", "b\n  c", id="plain on two lines"),
        pytest.param("a: !Sub b\n", "a", "!Sub b", id="tag"),
        pytest.param("a: &x !Sub b\n", "a", "&x !Sub b", id="anchor and tag"),
        pytest.param("a: !If\n  - b\n\n# c\nd: 1\n", "a", "!If\n  - b", id="tag on its own line"),
        pytest.param("a:\n  b: 1\n\n  # c\nd: 1\n", "a", "b: 1", id="block without what follows"),
        pytest.param("a:\n- b\n- c # d\ne: 1\n", "a", "- b\n- c", id="sequence without indent"),
        pytest.param("a: {b: 1}\n", "a", "{b: 1}", id="flow"),
        pytest.param("a: |\n  x\n\nb: 1\n", "a", "|\n  x", id="literal"),
        pytest.param("a: |+\n  x\n\nb: 1\n", "a", "|+\n  x\n", id="literal that keeps blank lines"),
        pytest.param("a: |+\r\n  x\r\n\r\nb: 1\r\n", "a", "|+\r\n  x\r\n", id="literal that keeps blank lines, CRLF"),
        pytest.param("a: |\n  x\n    \nb: 1\n", "a", "|\n  x\n    ", id="literal whose last line is white space"),
        pytest.param("a: |\n  x", "a", "|\n  x", id="literal at the end of the file"),
        pytest.param("a: 🎉\nb: é c\n", "b", "é c", id="behind an emoji"),
        pytest.param('{\n\t"a":\t"b"\n}', "a", '"b"', id="tabs in JSON"),
        pytest.param("x: &x 1\na: *x # c\n", "a", "*x", id="alias"),
    ],
)
def test_spans(text: str, path: str, span: str) -> None:
    node = at(read(text), path)
    assert text[node.start : node.end] == span


@pytest.mark.parametrize(
    ("text", "path", "offset"),
    [
        pytest.param("a:\nb: 1", ("a",), 2, id="nothing"),
        pytest.param("a: # x: y\nb: 1", ("a",), 2, id="a comment"),
        pytest.param("a : \nb: 1", ("a",), 3, id="space before the colon"),
        pytest.param("'a:b':\nc: 1", ("a:b",), 6, id="colon in the key"),
        pytest.param("{a: , b: }", ("b",), 8, id="flow"),
        pytest.param("{a, b}", ("a",), 2, id="flow without a colon"),
        pytest.param("- \n-\n- a", (1,), 4, id="items"),
        pytest.param("- a # - b\n-", (1,), 11, id="item behind a comment with a dash"),
        pytest.param("a: !my-list\n  -\n  - b", ("a", 0), 15, id="item behind a tag with a dash"),
        pytest.param("[a: , b]\n", (0, "a"), 3, id="pair without braces"),
    ],
)
def test_a_missing_value_stands_behind_its_colon_or_dash(text: str, path: tuple[str | int, ...], offset: int) -> None:
    node = at(read(text), *path)
    assert (node.start, node.end, node.is_null) == (offset, offset, True)


@pytest.mark.parametrize(
    ("text", "documents", "is_there"),
    [
        pytest.param("", 0, False, id="empty"),
        pytest.param("# only this\n", 0, False, id="comment"),
        pytest.param("---\n...\n", 1, True, id="empty document"),
        pytest.param("%YAML 1.1\n---\na: 1\n...\n", 1, True, id="directive and markers"),
        pytest.param("a: 1\n---\nb: 2\n", 2, False, id="two documents"),
    ],
)
def test_documents(text: str, documents: int, is_there: bool) -> None:
    tree = parse(Source("t.yaml", text))
    assert (tree.documents, tree.root is not None) == (documents, is_there)


def test_duplicates_are_kept_and_reported() -> None:
    tree = parse(Source("t.yaml", "a: 1\nb: 2\na: 3\n<<: {}\n<<: {}\n"))
    assert tree.root is not None
    assert [node.start for node in tree.duplicates] == [0]
    assert [(p.key.text, p.value.text, p.value.is_double) for p in tree.root.pairs[:3]] == [
        ("a", "1", True),
        ("b", "2", False),
        ("a", "3", True),
    ]
    assert data(tree.root) == {"a": 3, "b": 2}


def test_merge_keys_are_merged_as_the_loader_does() -> None:
    text = "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*x, *y]\n  c: 3\nq: {'<<': *x}\n"
    assert data(at(read(text), "z")) == yaml.safe_load(text)["z"] == {"a": 1, "b": 1, "c": 3}
    assert list(at(read(text), "q").entries()) == ["<<"]


def test_a_node_knows_where_it_is() -> None:
    node = at(read("a:\n- b\n- c: d\n"), "a", 1, "c")
    assert node.path() == ("a", 1, "c")
    assert [n.text for n in read("a: [b, {c: d}]").walk() if n.kind == "scalar"] == ["b", "d"]
    assert [n.text for n in read("a: [b, {c: d}]").walk(keys=True) if n.kind == "scalar"] == ["a", "b", "c", "d"]


def test_get_follows_aliases() -> None:
    root = read("x: &x {a: {b: 1}}\ny: *x\n? [k]\n: v\n")
    found = root.get("y", "a", "b")
    assert found is not None
    assert found.text == "1"
    assert root.get("y", "a", "b", "c") is None
    assert root.get("nothing") is None
    assert root.pairs[2].key.name is None


FLAVOURS = [
    "~",
    "",
    "null",
    "Null",
    "yes",
    "no",
    "On",
    "y",
    "true",
    "TRUE",
    "tRue",
    "0",
    "-1",
    "+1",
    "010",
    "08",
    "0o7",
    "0x1F",
]
FLAVOURS += [
    "0b1",
    "1_000",
    "1:30",
    "190:20:30",
    "1.",
    "1.5",
    ".5",
    "-.5",
    "1e3",
    "1.0e+3",
    "1.0e3",
    ".inf",
    "-.INF",
    ".nan",
    "1:30.5",
]
FLAVOURS += ["a", "1.2.3", "$x", "12a", "<x", "0.1.", "1__0", "_1"]


@pytest.mark.parametrize("text", FLAVOURS)
def test_plain_scalars_have_the_type_that_the_loader_gives_them(text: str) -> None:
    kinds = {"str": str, "null": type(None), "bool": bool, "int": int, "float": float}
    node = at(read(f"a: {text}\n"), "a")
    assert isinstance(yaml.safe_load(f"a: {text}\n")["a"], kinds[node.flavour])


def test_quotes_and_tags_make_text() -> None:
    root = read("a: '1'\nb: !Sub 1\nc: !!str 1\nd: !!int '1'\ne: |\n  1\nf: 2020-01-01\n")
    assert [pair.value.flavour for pair in root.pairs] == ["str", "str", "str", "int", "str", "str"]


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("False", False), ("'true'", None), ("1", None), ("{}", None)]
)
def test_boolean(text: str, value: bool | None) -> None:
    assert boolean(at(read(f"a: {text}"), "a")) is value


def test_intrinsics_are_seen_in_both_forms() -> None:
    root = read(
        "- !Ref A\n- Ref: A\n- !GetAtt A.B.C\n- Fn::GetAtt: [A, B.C]\n- !GetAtt [A, !Ref B]\n- {a: 1, Ref: A}\n- A\n"
    )
    assert [ref_target(item) for item in root.items] == ["A", "A", None, None, None, None, None]
    assert [attribute(item) for item in root.items[2:5]] == [("A", "B.C"), ("A", "B.C"), None]
    assert [literal(item) for item in root.items][-2:] == [None, "A"]
    assert intrinsic(root.items[5]) is None
    assert is_map(root.items[5])
    assert not is_map(root.items[1])
    assert not is_list(root.items[4])
    assert not is_list(None)


def test_data() -> None:
    root = read("a: [1, 1.5, 010, ~, yes, '1', -3]\nb: !Sub ['${x}', {x: !Ref Y}]\nc: {Fn::If: [C, a, b]}\n")
    assert data(root) == {
        "a": [1, 1.5, "010", None, True, "1", -3],
        "b": Tagged("Sub", ["${x}", {"x": ref("Y")}]),
        "c": Tagged("If", ["C", "a", "b"]),
    }
    assert plain({"x": root.pairs[0].value.items[0], "y": sub("a"), "z": (1,)}) == {"x": 1, "y": sub("a"), "z": [1]}


@pytest.mark.parametrize(
    ("text", "value", "is_said"),
    [
        ("'1'", "1", True),
        ("1", "1", False),
        ("1", 1, True),
        ("1", True, False),
        ("1.0", 1, False),
        ("1.0", 1.0, True),
        ("yes", True, True),
        ("~", None, True),
        ("''", None, False),
        ("2020-01-01", "2020-01-01", False),
        ("!Ref A", ref("A"), True),
        ("{Ref: A}", ref("A"), True),
        ("!Sub A", ref("A"), False),
        ("A", ref("A"), False),
        ("!Ref A", "A", False),
        ("!GetAtt A.B", Tagged("GetAtt", ["A", "B"]), True),
        ("{Fn::GetAtt: [A, B]}", Tagged("GetAtt", "A.B"), True),
        ("{a: 1, b: 2}", {"a": 1, "b": 2}, True),
        ("{b: 2, a: 1}", {"a": 1, "b": 2}, False),
        ("{1: a}", {"1": "a"}, False),
        ("{'1': a}", {"1": "a"}, True),
        ("{a: 1, a: 1}", {"a": 1}, False),
        ("[a, !If [c, d]]", ["a", Tagged("If", ["c", "d"])], True),
        ("[]", {}, False),
    ],
)
def test_says(text: str, value: object, is_said: bool) -> None:
    assert says(at(read(f"x: {text}"), "x"), value) is is_said  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [1.5, 1e20, 1e-7, -2.5e300, float("inf"), float("-inf"), 3, -4, True, None])
def test_numbers_are_spelled_so_that_the_loader_reads_them_back(number: float | None) -> None:
    found = yaml.safe_load(spelled(number))
    assert (found, type(found)) == (number, type(number))
