"""A template twice as large takes about twice the work, whatever makes it large.

Work is counted in lines of Python that are executed, so that no clock and no other process has a say.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from rewriting import rewrite
from shapes import SHAPES, Shape

from migrator.migration import Status
from migrator.text.source import Source

SIZES = (60, 120, 240)
MORE = 1.03
"""What a character may cost more in a larger template: a search in sorted things, and no look at each of them."""


def steps(shape: Shape, source: Source) -> int:
    """How many lines of Python it takes to migrate a template."""
    count = 0

    def each(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return each

    before = sys.gettrace()
    sys.settrace(each)
    try:
        found = rewrite(source, shape.direction, shape.options)
    finally:
        sys.settrace(before)
    assert found.status is Status.MIGRATED, [f.code.name for f in found.blockers]
    return count


@pytest.mark.parametrize("name", SHAPES)
def test_work_grows_with_the_size(name: str) -> None:
    """What each doubling adds takes as many steps a character: no fact is looked for again and again."""
    shape = SHAPES[name]
    sources = [shape.source(lines) for lines in SIZES]
    rewrite(sources[0], shape.direction, shape.options)  # imports are no work
    small, middle, large = [(steps(shape, source), len(source.text)) for source in sources]
    first = (middle[0] - small[0]) / (middle[1] - small[1])
    second = (large[0] - middle[0]) / (large[1] - middle[1])
    assert second <= MORE * first


LARGE = 200_000
"""So many steps for each of so many characters would take hours."""


@pytest.mark.parametrize("name", [name for name in SHAPES if name.startswith(("ids", "open braces", "variables"))])
def test_long_texts_are_read_in_one_pass(name: str) -> None:
    shape = SHAPES[name]
    lines = LARGE if "path" in name else LARGE // 80
    assert rewrite(shape.source(lines), shape.direction, shape.options).error is None


def test_a_text_that_doubles_at_each_level_is_refused() -> None:
    text = "!Ref Api"
    for _ in range(40):
        text = f"!Sub ['${{A}}/${{A}}', {{A: {text}}}]"
    source = SHAPES["URLs"].source(20)
    source = Source(source.path, source.text + f"  Long: {{Value: {text}}}\n")
    found = rewrite(source, SHAPES["URLs"].direction, SHAPES["URLs"].options)
    assert found.error is not None
    assert "grows by more than 10000 parts" in found.error
    assert found.error.startswith("line ")


STATED = ("Step", "Operation", "Finding")
"""What concerns state of an API; everything else that a function finds out about one is a fact."""
TRANSFORMS = Path(__file__).resolve().parent.parent / "transforms"


def forgetful(path: Path) -> Iterator[str]:
    """Functions of a view alone that give a fact and do not remember it."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.returns is None or len(node.args.args) != 1:
            continue
        given, gives = node.args.args[0].annotation, ast.unparse(node.returns)
        of_view = given is not None and ast.unparse(given) in ("Move", "View") and not node.args.kwonlyargs
        # What comes one by one cannot be kept; who collects it keeps it.
        stated = gives.startswith("Iterator") or any(word in gives for word in STATED)
        remembered = any(ast.unparse(decorator) == "fact" for decorator in node.decorator_list)
        if of_view and not stated and not remembered:
            yield node.name


@pytest.mark.parametrize("path", sorted(TRANSFORMS.rglob("*.py")), ids=lambda path: path.stem)
def test_every_fact_about_an_api_is_remembered(path: Path) -> None:
    assert list(forgetful(path)) == []
