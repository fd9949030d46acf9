"""Decoding: what is kept, what is refused, where a character stands."""

from __future__ import annotations

import pytest

from migrator.text.source import Source, SourceError, decode


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"a: 1\n", id="line feeds"),
        pytest.param(b"a: 1\r\nb: 2\r\n", id="CRLF"),
        pytest.param(b"a: 1\rb: 2\r", id="lone carriage returns"),
        pytest.param(b"a: 1\r\nb: 2\nc: 3", id="mixed line endings, no final one"),
        pytest.param(b"\xef\xbb\xbfa: 1\n", id="byte order mark"),
        pytest.param("a: é🎉\u2028\n".encode(), id="more than ASCII"),
        pytest.param(b"a: 1  \n\t\n", id="trailing white space"),
    ],
)
def test_bytes_come_back(content: bytes) -> None:
    assert decode("t.yaml", content).encode() == content


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    source = decode("t.yaml", b"\xef\xbb\xbfa: 1")
    assert (source.text, source.bom) == ("a: 1", True)
    assert source.encode("b: 2") == b"\xef\xbb\xbfb: 2"


@pytest.mark.parametrize(
    ("text", "newline"),
    [("a", "\n"), ("a\nb", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb", "\r")],
    ids=["none", "line feed", "CRLF", "carriage return"],
)
def test_new_lines_end_like_the_first_one(text: str, newline: str) -> None:
    assert Source("t.yaml", text).newline == newline


@pytest.mark.parametrize(
    ("text", "is_json"),
    [
        pytest.param("", False, id="empty"),
        pytest.param("a: 1", False, id="YAML"),
        pytest.param("{a: 1}", False, id="YAML between braces"),
        pytest.param('{"a": 1, }', False, id="trailing comma"),
        pytest.param('{"a": 1} # why', False, id="comment"),
        pytest.param("[1]", False, id="list at the top"),
        pytest.param("{" * 5_000, False, id="nested too deep"),
        pytest.param(' {"a": [1, null]}\n', True, id="JSON"),
    ],
)
def test_json_is_recognised(text: str, is_json: bool) -> None:
    assert Source("t.yaml", text).is_json is is_json


def test_positions_count_characters_from_one() -> None:
    source = Source("t.yaml", "a: é\r\n🎉b: 1\rc\nd")
    where = {char: source.position(source.text.index(char)) for char in "aébcd"}
    assert where == {"a": (1, 1), "é": (1, 4), "b": (2, 2), "c": (3, 1), "d": (4, 1)}


def test_a_line_is_named_where_text_is_not_utf8() -> None:
    with pytest.raises(SourceError, match=r"^line 3: not UTF-8 text \(byte 0xff\)$"):
        decode("t.yaml", b"a\nb\nc\xff")
