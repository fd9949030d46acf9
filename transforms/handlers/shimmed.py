"""Handlers that cannot be proven, called through a module that translates events: ``--shim``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from migrator.facts import Entry, Facts, Rewritten, RouteFacts
from migrator.findings import Finding, Level, Span

from .finder_codes import HANDLER_UNPROVEN
from .language import Rewriter
from .outcome import as_warnings
from .package import Inline

LOST_TO_REST = frozenset({"handler-authorizer-context", "handler-identity"})
"""What the module cannot give back to code behind a REST API: the types of an authorizer's values."""

RESTORED = frozenset(
    {"handler-path-stage", "handler-key-error", "handler-form-body", "handler-json-body", "handler-key-test"}
)
"""What it gives back as it was, so that nothing has to be said of it."""

STAGES = frozenset({"handler-stage", "handler-stage-url"})
"""What it can give back only where the old name of the stage is known."""


@dataclass(frozen=True)
class Shim:
    """How handlers of one language are called through a module.

    Arguments:
        module: name of the module.
        text: its text.
        apply: wraps a handler: its file's text, its name, which of the two translations, and the stage that it knows.
        refuses: what `apply` raises where it cannot.
    """

    module: str
    text: str
    apply: Callable[..., str]
    refuses: type[Exception]


def with_shim(rewrite: Rewriter, shim_of: Callable[[Entry], Shim]) -> Rewriter:
    """A rewriter that wraps the handlers of routes that another one cannot prove.

    Arguments:
        rewrite: the other one.
        shim_of: how a handler is wrapped.
    """

    def rewrite_or_wrap(package: Any, entry: Entry, facts: Facts, others: tuple[Entry, ...] = ()) -> Rewritten:
        result = rewrite(package, entry, facts, others)
        formats = (facts.before, facts.after)
        takes_both = not facts.shared or result.texts.keys() <= result.both
        if not isinstance(facts, RouteFacts) or "2.0" not in formats or "1.0" in formats:
            return result
        if result.proven and takes_both:
            return result
        return _wrapped(shim_of(entry), package, entry, facts, result)

    return rewrite_or_wrap


def _wrapped(shim: Shim, package: Any, entry: Entry, facts: RouteFacts, result: Rewritten) -> Rewritten:
    """The handler wrapped, with what kept it from being rewritten as warnings; the result as it was if it cannot be."""
    source, there = package.module(entry.module), package.module(shim.module)
    if source is None or isinstance(package, Inline) or (there is not None and there.text != shim.text):
        return result
    stage = (facts.stage or "$default") if facts.after == "rest" else facts.rest_stage
    if facts.after == "rest":
        translation, missed = "http_compat", LOST_TO_REST
    else:
        translation, missed = "rest_compat", STAGES if stage is None else frozenset()
    if any(finding.blocks and finding.code.name in missed for finding in result.findings):
        return result
    try:
        text = shim.apply(source.text, entry.function, translation, stage=stage)
    except shim.refuses:
        return result
    what = f"The handler is called through `{shim.module}`, which translates events and answers."
    place = Span(0, 0, 1, 1, 1, 1)
    note = Finding(HANDLER_UNPROVEN, what, "Deploy the module along.", Level.INFO, None, place, file=source.path)
    restored = STAGES | RESTORED
    findings = as_warnings(finding for finding in result.findings if finding.code.name not in restored)
    texts = {entry.module: text} if text != source.text else {}
    if there is None:
        texts[shim.module] = shim.text
    # Events that the handler knows pass through the module untouched.
    return Rewritten(texts, (*findings, note), both=frozenset(texts))
