"""Patterns of IAM, and of code: what they mean, and that no text is read twice, whoever wrote it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.sam.patterns import fits
from transforms.cors import function_texts, sent
from transforms.reading import every_api_arns


def plainly(pattern: str) -> str:
    return "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern)


@given(pattern=st.text("ab/*?", max_size=8), name=st.text("ab/", max_size=10))
def test_a_pattern_means_what_the_guide_says(pattern: str, name: str) -> None:
    assert fits(pattern, name) == bool(re.fullmatch(plainly(pattern), name, re.DOTALL))


def test_many_stars_in_one_pattern() -> None:
    """A search that goes back to each star would never end."""
    assert not fits(f"{'*a' * 200}b", "a" * 5000)
    assert fits(f"{'*a' * 200}*b", f"{'a' * 5000}b")


@pytest.mark.parametrize("text", ["..." * 60_000, "**" * 60_000, "dict(" * 40_000, "...a, " * 30_000])
def test_responses_without_end(text: str) -> None:
    assert not sent._is_replaced(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("return {...made, headers: {}}", True),
        ("return {...made, 'headers': {}}", True),
        ("return {**made, 'headers': {}}", True),
        ("return dict(made, headers={})", True),
        ("made['headers'] = {}", True),
        ("made.headers = {}", True),
        ("made.headers == given", False),
        ("return {...made}; const x = {a: 1, headers: {}}", False),
        ("return {statusCode: 200, headers: {}}", False),
        ("dict(made); f(1, headers)", False),
    ],
)
def test_headers_that_take_the_place_of_others(text: str, expected: bool) -> None:
    assert sent._is_replaced(text) is expected


def test_imports_and_ids_without_end() -> None:
    assert len([*function_texts._python_imports("from a import (\n" * 20_000)]) == 20_000
    assert every_api_arns._NAMED.findall("execute-api:${" * 70_000) == []


def test_an_import_over_several_lines() -> None:
    text = "from .a import (\n    b,  # the first\n    c as d,\n)\nimport e, f as g\n"
    assert [*function_texts._python_imports(text)] == [".a:b", ".a:c", "e", "f"]
