"""Every scanner that reads a text sees the tree that SAM's own sees, at the same places."""

from __future__ import annotations

from random import Random

import pytest
from documents import Author
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.text.node import Node
from migrator.text.parsing import parse, read_with
from migrator.text.scanners import MOST_SLOWLY, SCANNERS, Scanner, able
from migrator.text.source import Source
from migrator.text.tree import Tree, TreeError

OLD_LIBYAML, NEW_LIBYAML, SAM = SCANNERS


def facts(tree: Tree) -> list[object]:
    """All that a tree says, in a form that can be compared."""
    nodes = [] if tree.root is None else tree.root.walk(keys=True)
    return [
        tree.documents,
        [node.start for node in tree.duplicates],
        *((n.kind, n.start, n.end, n.tag, n.text, n.style, n.anchor, n.is_key, n.users) for n in nodes),
    ]


def seen(scanner: Scanner, text: str) -> list[object] | str | None:
    """What a scanner sees in a text, or the limit that it is over; None where the scanner refuses."""
    try:
        return facts(read_with(scanner, text))
    except TreeError as error:
        return str(error)
    except Exception:  # the scanners raise many kinds
        return None


def value(text: str) -> Node:
    """The value of the first entry."""
    root = parse(Source("t.yaml", text)).root
    assert root is not None
    return root.pairs[0].value


SAMPLES = [
    pytest.param("a: {b: c, 'd': [e, \"f\"], g: }\n# h\ni: !Sub j\n", id="flow"),
    pytest.param("a:\r\n  - b\r\n  - c: |\r\n      d\r\n\r\n    e: >-\r\n      f\r\n", id="CRLF"),
    pytest.param("a: &x {b: 1}\nc: *x\n<<: *x\n", id="aliases"),
    pytest.param("a: 🎉 # 🎉\n'🎉': [\"\\U0001F389\", 🎉🎉, '🎉\n  b']\nc: !Sub '${🎉}' # d\n", id="beyond 16 bits"),
    pytest.param("a: é\u2028b: 'c\x85  d'\ne: f\n", id="line ends of Unicode"),
    pytest.param("%YAML 1.1\n--- # a\n!!map\nb: !!str c\n...\n", id="directives and tags"),
    pytest.param("a: 1\n---\nb: 2\n", id="two documents"),
    pytest.param("a: 1\nb:\na: 2\n", id="duplicates"),
]


@pytest.mark.parametrize("text", SAMPLES)
def test_all_scanners_see_the_same(text: str) -> None:
    trees = [seen(scanner, text) for scanner in SCANNERS]
    assert trees[0] is not None
    assert trees[0] == trees[1] == trees[2]


PIECES = [
    *(
        "a",
        "é",
        "🎉",
        "'b'",
        '"c"',
        "'d\n  e'",
        "''",
        "~",
        "AWS::NoValue",
        "x:y",
        "!Ref ",
        "!If",
        "!!str ",
        "&h ",
        "*h ",
    ),
    *("- ", ": ", ":", ", ", ",", "[", "]", "{", "}", "<<: ", "|\n   i\n", ">-\n   j\n\n", "%", "---\n", "...\n"),
    *("\n", "\r\n", "\n  ", " ", "# f", " # g", "\x85", "\u2028"),
]
DOCUMENTS = st.randoms(use_true_random=False).map(lambda random: Author(Random(random.random())).document())
SCRAPS = st.builds(
    lambda start, pieces, end: start + "".join(pieces) + end,
    st.sampled_from(["", "k: ", "k: [", "[", "{a: ", "- "]),
    st.lists(st.sampled_from(PIECES), max_size=9),
    st.sampled_from(["", "]", "}", "\n"]),
)


@given(DOCUMENTS | SCRAPS)
@settings(max_examples=500, deadline=None)
def test_a_scanner_sees_what_sam_sees_or_refuses(text: str) -> None:
    truth = seen(SAM, text)
    if truth is not None:
        assert seen(OLD_LIBYAML, text) in (truth, None)
        assert seen(NEW_LIBYAML, text) in (truth, None)


@pytest.mark.parametrize("text", ["a: [!Ref A, !Ref AWS::NoValue]\n", "a: {b: !Ref AWS::NoValue}\n"])
def test_a_colon_between_brackets_is_read_fast(text: str) -> None:
    assert seen(OLD_LIBYAML, text) is None
    assert seen(NEW_LIBYAML, text) == seen(SAM, text)
    assert [(n.tag, n.text) for n in value(text).children][-1] == ("!Ref", "AWS::NoValue")


@pytest.mark.parametrize(
    ("text", "children"),
    [
        pytest.param("a: [b:, c]", ["b:", "c"], id="a key in a list, which libyaml refuses"),
        pytest.param("a: [!If, b, x:y]", ["!If, b", "x:y"], id="a comma in a tag, where the newer libyaml ends it"),
        pytest.param("a: [&d !If, b, x:y]", ["&d !If, b", "x:y"], id="a comma in a tag behind an anchor"),
    ],
)
def test_what_only_sam_reads_is_read_as_sam_does(text: str, children: list[str]) -> None:
    assert [text[node.start : node.end] for node in value(text).items] == children


def test_a_byte_order_mark_inside_a_text_is_a_character() -> None:
    root = parse(Source("t.yaml", "a: 1\n\ufeffb: 2\n")).root
    assert root is not None
    assert [pair.key.text for pair in root.pairs] == ["a", "\ufeffb"]


def test_a_large_text_with_a_colon_between_brackets_is_read() -> None:
    entry = "R{0}: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !If [C, 🎉-{0}, !Ref AWS::NoValue]}}}}\n"
    text = "".join(entry.format(number) for number in range(15_000))
    assert len(text) > MOST_SLOWLY
    assert SAM not in able(text)
    root = parse(Source("t.yaml", text)).root
    assert root is not None
    last = root.pairs[-1].value
    assert text[last.start : last.end] + "\n" == entry.format(14_999).partition(": ")[2]


def test_a_large_text_is_not_given_to_the_slow_scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrator.text.scanners.MOST_SLOWLY", 9)
    with pytest.raises(TreeError, match=r"^line 1, column 6: not readable as YAML: "):
        parse(Source("t.yaml", "a: [b:, d]"))
    with pytest.raises(TreeError, match="byte order mark"):
        parse(Source("t.yaml", "a: 1\n\ufeffb: 2\n"))


def test_a_pyyaml_without_libyaml_reads_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("yaml.CBaseLoader")
    assert len(value("a: [b:c, d]").items) == 2
