"""Samples of handlers in JavaScript and TypeScript, run by node before and after: one process for all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import tree_sitter_typescript
from handler_events import authorizer_events
from node_cases import Call, allowed, called_all, event, seen_by
from samples import TOKENS, Sample, Seen, asked
from tree_sitter import Language, Node, Parser

from migrator.facts import AuthorizerFacts, Entry

STUBS = Path(__file__).resolve().parent / "node_stubs"

TYPES: Final = {
    "type_annotation",
    "type_predicate_annotation", "type_arguments", "type_parameters", "interface_declaration", "type_alias_declaration",
    "accessibility_modifier", "implements_clause",
}  # fmt: skip
"""What TypeScript has beside JavaScript in these samples."""


def erased(text: str) -> str:
    """A text in TypeScript without its types, which node 20 does not run."""
    data = text.encode()
    pieces, waiting = [], [Parser(Language(tree_sitter_typescript.language_typescript())).parse(data).root_node]
    while waiting:
        node = waiting.pop()
        if _is_type(node):
            pieces.append((node.start_byte, node.end_byte))
        elif node.type in ("as_expression", "satisfies_expression", "non_null_expression"):
            pieces.append((node.named_children[0].end_byte, node.end_byte))
            waiting.append(node.named_children[0])
        else:
            waiting.extend(node.children)
    for start, end in sorted(pieces, reverse=True):
        data = data[:start] + data[end:]
    return data.decode()


def _is_type(node: Node) -> bool:
    if node.type == "import_statement":
        source = node.child_by_field_name("source")
        return any(child.type == "type" for child in node.children) or (
            source is not None and source.text == b"'aws-lambda'"  # a package of types alone
        )
    parent = node.parent
    return node.type in TYPES or (node.type == "?" and parent is not None and parent.type == "optional_parameter")


def seen(samples: list[Sample]) -> list[list[Seen]]:
    """For each sample what old and new code say."""
    cases = [_Case(sample, kind) for sample in samples for kind in (sample.facts.before, sample.facts.after)]
    answers = called_all([case.call for case in cases], STUBS)
    told = [case.told(given) for case, given in zip(cases, answers, strict=True)]
    return [
        [Seen(*each) for each in zip(case.asked, before, after, strict=True)]
        for case, before, after in zip(cases[::2], told[::2], told[1::2], strict=True)
    ]


@dataclass(frozen=True)
class _Case:
    """The old or the new code of a sample.

    Arguments:
        sample: the sample.
        kind: the format of its events, which says which of the two it is.
    """

    sample: Sample
    kind: str

    @cached_property
    def asked(self) -> list[Any]:
        facts = self.sample.facts
        return list(TOKENS) if isinstance(facts, AuthorizerFacts) else [each for _, each in asked(self.sample, facts)]

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        facts = self.sample.facts
        if isinstance(facts, AuthorizerFacts):
            return [authorizer_events(facts, self.kind, token) for token in TOKENS]
        return [event(facts, self.kind, request, route) for route, request in asked(self.sample, facts)]

    @property
    def call(self) -> Call:
        """What node runs."""
        sample = self.sample
        new = sample.outcome.texts if self.kind == sample.facts.after else {}
        entry = Entry(sample.entry.module.replace(".ts", ".mjs"), sample.entry.function)
        return Call(_runnable({**sample.texts, **new}), entry, self.events)

    def told(self, answers: list[Any]) -> list[tuple[Any, ...]]:
        """What a client sees of answers, or what is decided."""
        facts = self.sample.facts
        if not isinstance(facts, AuthorizerFacts):
            return [seen_by(self.kind, answer) for answer in answers]
        simple = facts.simple_before if self.kind == facts.before else facts.simple_after
        pairs = zip(answers, self.events, strict=True)
        return [(allowed(answer, given, simple=simple), _context(answer)) for answer, given in pairs]


def _context(answer: Any) -> Any:
    return answer.get("context") or {} if isinstance(answer, dict) else {}


def _runnable(texts: Mapping[str, str]) -> dict[str, str]:
    """What node can run of texts: TypeScript as JavaScript, which names the files that it imports."""
    found = {}
    for name, text in texts.items():
        stem, _, ending = name.rpartition(".")
        found[f"{stem}.mjs" if ending == "ts" else name] = (
            re.sub(r"from '(\./\w+)'", r"from '\1.mjs'", erased(text)) if ending == "ts" else text
        )
    return found
