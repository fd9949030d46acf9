"""Random documents and operations: the text leads where the model leads, and nothing else changes."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from random import Random

import pytest
import yaml
from documents import Author, applied, drawn, modelled, surviving_comments
from hypothesis import event, given, settings
from hypothesis import strategies as st

from migrator.text.check import difference
from migrator.text.edits import Edit, plan, splice
from migrator.text.node import Node
from migrator.text.operations import EditError, Operation, Remove, combine
from migrator.text.parsing import parse
from migrator.text.source import Source, decode
from migrator.text.tree import TreeError


def read(text: str) -> Node | None:
    return parse(Source("t.yaml", text)).root


def written(random: Random) -> tuple[str, Node, list[Operation]]:
    """A random document, its tree, and operations on it."""
    text = Author(random).document()
    root = read(text)
    assert root is not None
    return text, root, drawn(random, root)


def attempt(text: str, root: Node, operations: list[Operation]) -> tuple[list[Edit], str] | None:
    """Edits and the new text, after all that must hold is asserted; None where the editor refuses."""
    try:
        outcome = combine(operations)
        edits = plan(Source("t.yaml", text), root, outcome)
    except EditError:
        return None
    after = splice(text, edits)
    again = read(after)
    assert again is not None
    assert modelled(again, {}).plain() == applied(root, operations)
    assert difference(root, again, outcome) is None
    assert all(edit.start <= edit.end for edit in edits)
    assert all(first.end <= second.start for first, second in pairwise(edits))
    lost = {c for c in surviving_comments(text, root, operations) if not re.search(rf"{c}\b", after)}
    assert not lost
    ends = {found[0] for found in re.finditer(r"\r\n|\r|\n", after)}
    assert ends <= {Source("t.yaml", text).newline}
    final = ("\n", "\r")
    needs_break = any(node.style in ("|", ">") and node.text.endswith("\n") for node in again.walk())
    assert text.endswith(final) == after.endswith(final) or needs_break
    return edits, after


@given(st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_the_text_leads_where_the_model_leads(random: Random) -> None:
    text, root, operations = written(random)
    event("refused" if attempt(text, root, operations) is None else "edited")


@given(st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_bytes_outside_the_edits_are_copied(random: Random) -> None:
    text, root, operations = written(random)
    result = attempt(text, root, operations)
    if result is None:
        return
    edits, after = result
    at = shift = 0
    for edit in edits:
        assert after[at + shift : edit.start + shift] == text[at : edit.start]
        shift += len(edit.text) - (edit.end - edit.start)
        at = edit.end
    assert after[at + shift :] == text[at:]


@given(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=100, deadline=None)
def test_no_operation_gives_the_same_bytes(random: Random, bom: bool) -> None:
    content = (b"\xef\xbb\xbf" if bom else b"") + Author(random).document().encode()
    source = decode("t.yaml", content)
    root = parse(source).root
    assert root is not None
    assert plan(source, root, combine([])) == []
    assert source.encode(splice(source.text, [])) == content


@given(st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_removing_twice_is_removing(random: Random) -> None:
    text, root, operations = written(random)
    removals = [operation for operation in operations if isinstance(operation, Remove)]
    once, twice = attempt(text, root, removals), attempt(text, root, [*removals, *removals])
    assert once == twice


def test_the_editor_seldom_refuses() -> None:
    counts: Counter[bool] = Counter()
    for seed in range(1_500):
        counts[attempt(*written(Random(seed))) is None] += 1
    assert counts[True] < 0.05 * counts.total()


class Loader(yaml.SafeLoader):
    """Reads tags as values, as a judge of meaning that is not ours."""


def tagged(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return "tag", suffix, loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return "tag", suffix, loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return "tag", suffix, loader.construct_mapping(node, deep=True)


Loader.add_multi_constructor("!", tagged)


def judged(text: str) -> object:
    """What PyYAML reads, types and order included; None where it reads nothing."""
    try:
        return shown(yaml.load(text, Loader=Loader))
    except (yaml.YAMLError, ValueError, TypeError):
        return None


def shown(value: object) -> object:
    if isinstance(value, dict):
        return "map", [(shown(k), shown(v)) for k, v in value.items()]
    if isinstance(value, (list, tuple)):
        return "list", [shown(v) for v in value]
    return type(value).__name__, repr(value)


def corruptions(random: Random, text: str) -> list[str]:
    """The same text with something wrong in it."""
    at = random.randrange(len(text))
    lines = text.splitlines(keepends=True)
    line, other = random.randrange(len(lines)), random.randrange(len(lines))
    swapped = list(lines)
    swapped[line], swapped[other] = swapped[other], swapped[line]
    return [
        text[:at] + text[at + 1 :],
        text[:at] + random.choice("x1'\" -:{[") + text[at:],
        "".join(lines[:line] + lines[line + 1 :]),
        "".join([*lines[:line], lines[line], *lines[line:]]),
        "".join(swapped),
        re.sub(r"'([^'\n]*)'", r"\1", text, count=1),
        re.sub(r'"([^"\n]*)"', r"\1", text, count=1),
        re.sub(r": (\w+)$", r": '\1'", text, count=1, flags=re.MULTILINE),
        text.replace("!Ref", "!Sub", 1),
        text.replace("new", "old", 1),
    ]


@pytest.mark.parametrize("block", range(10))
def test_the_self_check_sees_every_corruption_that_changes_the_meaning(block: int) -> None:
    seen = 0
    for seed in range(block * 60, block * 60 + 60):
        random = Random(seed)
        text, root, operations = written(random)
        result = attempt(text, root, operations)
        if result is None:
            continue
        _, after = result
        meaning = judged(after)
        if meaning is None:
            continue
        outcome = combine(operations)
        for corrupt in corruptions(random, after):
            if judged(corrupt) in (None, meaning):
                continue
            try:
                again = parse(Source("t.yaml", corrupt)).root
            except TreeError:
                again = None
            assert again is None or difference(root, again, outcome) is not None, corrupt
            seen += 1
    assert seen > 50
