"""Hostile input at tree level: a clear one-line error, fast, and no recursion error anywhere."""

from __future__ import annotations

import pytest
from documents import read

from migrator.text import tree as limits
from migrator.text.check import difference
from migrator.text.edits import plan, splice
from migrator.text.meaning import data, says
from migrator.text.node import Node
from migrator.text.operations import EditError, Insert, SetValue, combine
from migrator.text.parsing import parse
from migrator.text.source import MAX_BYTES, Source, SourceError, decode
from migrator.text.tree import TreeError


def chain(levels: int, link: str) -> str:
    """Anchors that each use the one before."""
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{i}: &a{i} {link.format(f'*a{i - 1}')}" for i in range(1, levels)]
    return "\n".join(lines) + "\n"


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[" * 50_000, "line 1: nested deeper than 200 levels", id="flow sequences"),
        pytest.param("{" * 50_000, "line 1: nested deeper than 200 levels", id="flow mappings"),
        pytest.param("{a: " * 50_000, "line 1: nested deeper than 200 levels", id="flow mappings with keys"),
        pytest.param("- " * 50_000, "line 1: nested deeper than 200 levels", id="block sequences"),
        pytest.param("? " * 50_000, "line 1: nested deeper than 200 levels", id="explicit keys"),
        pytest.param("\n".join(" " * i + "a:" for i in range(1_000)), "line 201: nested deeper", id="block mappings"),
        pytest.param(bomb(9), "nodes with aliases written out", id="billion laughs"),
        pytest.param("&a [*a]", "line 1: an alias inside its own anchor: *a", id="recursive sequence"),
        pytest.param("a: &a\n  b: {<<: *a}", "line 2: an alias inside its own anchor: *a", id="recursive merge"),
        pytest.param("a: *b", "*b", id="alias without anchor"),
        pytest.param("a: &x 1\nb: [" + "*x, " * 20_000 + "]", "line 2: more than 10000 aliases", id="many aliases"),
        pytest.param("a: *x\n" * 180_000, "*x", id="a megabyte of unknown aliases"),
        pytest.param(
            "x: &x 1\n" + "a: *x\n" * 180_000, "line 10002: more than 10000 aliases", id="a megabyte of aliases"
        ),
        pytest.param(chain(5_000, "{{<<: {}}}"), "with aliases written out", id="merge keys in a long chain"),
        pytest.param(chain(5_000, "[{}]"), "with aliases written out", id="aliases in a long chain"),
        pytest.param("\ufeffa: 1", "line 1: a second byte order mark", id="second byte order mark"),
        pytest.param("a: [1, 2\nb: 3", "line 2", id="unclosed bracket"),
        pytest.param("a: b: c", "line 1, column 5: not readable as YAML", id="two values on a line"),
    ],
)
def test_refused(text: str, message: str) -> None:
    with pytest.raises(TreeError) as error:
        parse(Source("t.yaml", text))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_too_many_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_NODES", 1_000)
    with pytest.raises(TreeError, match=r"^line 1001: more than 1000 nodes$"):
        parse(Source("t.yaml", "- a\n" * 2_000))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"a: " + b"x" * MAX_BYTES, "over the limit", id="too large"),
        pytest.param(b"\xff\xfea\x00", "UTF-16", id="UTF-16"),
        pytest.param(b"a: 1\nb: \xe9\n", "line 2: not UTF-8 text (byte 0xe9)", id="Latin-1"),
        pytest.param(b"a: 1\n\x00\n", "line 2: a NUL byte", id="binary"),
    ],
)
def test_not_text(content: bytes, message: str) -> None:
    with pytest.raises(SourceError) as error:
        decode("t.yaml", content)
    assert message in str(error.value)


def test_a_huge_scalar_is_read() -> None:
    text = "x" * 4_000_000
    assert read(f"a: {text}\nb: '{text}'\n").pairs[1].value.text == text


def deep(levels: int, opening: str, closing: str, core: str) -> str:
    return opening * levels + core + closing * levels


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(deep(198, "{a: ", "}", "{z: old}"), id="flow mappings"),
        pytest.param(deep(198, "[", "]", "{z: old}"), id="flow sequences"),
        pytest.param(
            "\n".join(" " * i + "a:" for i in range(198)) + "\n" + " " * 198 + "z: old\n", id="block mappings"
        ),
        pytest.param("- " * 198 + "z: old\n", id="block sequences"),
        pytest.param(deep(198, '{"Fn::If": ', "}", '{"z": "old"}'), id="calls in JSON"),
    ],
)
def test_the_deepest_tree_is_edited_moved_and_checked(text: str) -> None:
    root = read(text)
    node = root
    while node.children:
        node = node.children[0]
    assert node.text == "old"
    copy = Node("mapping", 0, 0)
    operations = [SetValue(node, "new")]
    outcome = combine(operations)
    after = splice(text, plan(Source("t.yaml", text), root, outcome))
    assert after == text.replace("old", "new")
    assert difference(root, read(after), outcome) is None
    assert says(read(after), root) is False
    assert says(read(text), root) is True
    assert data(root) is not None
    assert copy.entries() == {}


def test_the_deepest_tree_is_copied() -> None:
    text = "a: " + deep(150, "{a: ", "}", "old") + "\nb: {}\n"
    root = read(text)
    outcome = combine([Insert(root.pairs[1].value, "c", root.pairs[0].value)])
    after = splice(text, plan(Source("t.yaml", text), root, outcome))
    assert difference(root, read(after), outcome) is None


@pytest.mark.parametrize("link", ["{{<<: {}}}", "{{<<: [{}]}}", "{{x: {}}}", "[{}]"])
def test_the_longest_chain_of_aliases_is_read(link: str) -> None:
    levels = 190 if link != "{{<<: [{}]}}" else 95
    root = read(chain(levels, link))
    last = root.pairs[-1].value
    assert data(last)
    if "<<" in link:
        assert list(last.entries()) == ["k"]


def test_merging_twice_at_each_level_is_not_exponential() -> None:
    root = read(chain(15, "{{<<: [{0}, {0}]}}"))
    assert list(root.pairs[-1].value.entries()) == ["k"]


def test_edits_inside_a_shared_node_are_refused() -> None:
    root = read("a: &x {k: v}\nb: *x\n")
    with pytest.raises(EditError) as error:
        combine([Insert(root.pairs[0].value, "new", 1)])
    assert error.value.obstacle == "shared-yaml"
