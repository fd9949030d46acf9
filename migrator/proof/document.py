"""Read a template's text into plain values, as CloudFormation would after packaging: no tags, dates or aliases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

from ..text.parsing import refused

MAX_DEPTH = 400
"""Deepest nesting that is read: the C loader has no limit and overflows the stack of the process."""

MAX_NODES = 500_000
"""Most nodes that are read once aliases are written out: a few lines of aliases can stand for gigabytes."""

MAX_SLOWLY = 1024 * 1024
"""Most characters that are read without libyaml; CloudFormation takes templates up to 1 MB."""


class CompileError(Exception):
    """A template that cannot be read or that the translator refuses; the message is one line for the user."""


def loaded(text: str) -> dict[str, Any]:
    """Read a template.

    Arguments:
        text: YAML or JSON.

    Raises:
        CompileError: it is neither, no mapping, or too large to be one.
    """
    document = _parsed(text)
    if not isinstance(document, dict):
        raise CompileError("this is no template: the top level is not a mapping")
    try:
        plain: dict[str, Any] = json.loads(json.dumps(document, default=str))
    except (TypeError, ValueError, RecursionError) as error:
        raise CompileError(f"this is no template: {one_line(str(error))}") from None
    return plain


def _parsed(text: str) -> Any:
    import yaml

    refusal: Exception = ValueError(f"a byte order mark inside more than {MAX_SLOWLY} characters")
    try:
        if text.lstrip()[:1] == "{":
            with suppress(ValueError):  # a flow mapping looks like JSON from its first character
                return json.loads(text)
        for loader in _loaders(text):
            try:
                _check_size(text, loader)
                return yaml.load(text, loader)  # noqa: S506
            except yaml.YAMLError as error:
                refusal = error
    except RecursionError:
        raise CompileError("this template is nested too deeply to be compiled") from None
    except (ValueError, TypeError) as error:
        refusal = error
    raise CompileError(refused(refusal))


def _loaders(text: str) -> Iterator[Any]:
    """Loaders to try: libyaml's for its speed, then SAM's own, which takes `[a:]` and counts any depth."""
    import yaml

    if hasattr(yaml, "CSafeLoader") and "\ufeff" not in text[1:]:  # libyaml overlooks one at the start of a line
        yield _loader(yaml.CSafeLoader)
    if len(text) <= MAX_SLOWLY:
        yield _loader(yaml.SafeLoader)


def _check_size(text: str, loader: Any) -> None:
    """Refuse what the loader would choke on. Parse events come without recursion and leave aliases as they are.

    Raises:
        CompileError: nested too deeply, or too large with its aliases written out.
    """
    import yaml

    sizes: dict[str | None, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total = 0
    for event in yaml.parse(text, loader):
        if isinstance(event, yaml.AliasEvent):
            total += sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                sizes[anchor] = total - before
        if len(open_nodes) > MAX_DEPTH:
            raise CompileError("this template is nested too deeply to be compiled")
        if total > MAX_NODES:
            raise CompileError("this template is too large to be compiled once its aliases are written out")


@lru_cache
def _loader(base: Any) -> Any:
    """A YAML loader that knows the intrinsic tags and leaves unquoted dates as text, as the SAM CLI reads them."""
    from samtranslator.yaml_helper import intrinsics_multi_constructor

    # A subclass: yaml_helper.yaml_parse registers its tags on the SafeLoader of the whole process.
    loader: Any = type("SamLoader", (base,), {})
    loader.add_multi_constructor("!", intrinsics_multi_constructor)
    loader.add_constructor("tag:yaml.org,2002:timestamp", base.construct_yaml_str)
    return loader


def one_line(text: str) -> str:
    """Fold a message of several lines."""
    return " ".join(text.split())
