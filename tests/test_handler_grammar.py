"""Handlers made at random: each that is called proven answers as before, or a finding says what differs."""

from __future__ import annotations

import os
from collections.abc import Collection

import pytest
from handler_cases import Files
from handler_events import decisions_differ, loaded
from handler_grammar import Made, authorizer, make, resolved, unlike

from migrator.facts import Entry
from migrator.findings import Code, Finding
from transforms.handlers import codes
from transforms.handlers.python.rewrite import rewrite

CHUNKS, EACH = 20, int(os.environ.get("HANDLERS_EACH", "100"))
SILENT = {codes.LOGGED, codes.HEADER_TWICE, codes.QUERY_DUPLICATES, codes.PATH_DECODED, codes.TYPED}
"""What is said of requests that are not sent here."""


def _judged(made: Made, silent: Collection[Code] = SILENT) -> tuple[list[str], list[Finding]]:
    outcome = rewrite(Files(made.texts), Entry("app", "handler"), made.facts)
    told = [finding for finding in outcome.findings if finding.code not in silent]
    if not outcome.proven or told:
        return [], told
    assert outcome.texts.get("app", made.tail).endswith(made.tail)
    assert not any("json.dumps(json.dumps(" in text for text in outcome.texts.values())
    old = loaded(made.texts, "app", "handler")
    new = loaded({**made.texts, **outcome.texts}, "app", "handler")
    both = bool(outcome.texts) and outcome.texts.keys() <= outcome.both
    return unlike(made, old, new, both=both), told


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_what_is_proven_answers_the_same(chunk: int) -> None:
    for seed in range(chunk * EACH, (chunk + 1) * EACH):
        made = make(seed)
        differs, _ = _judged(made)
        text = "\n".join(f"# {name}\n{code}" for name, code in made.texts.items())
        assert differs == [], f"seed {seed}: {made.facts.before} to {made.facts.after}\n{text}\n" + "\n".join(
            differs[:2]
        )


def test_resolvers_that_are_proven_answer_the_same() -> None:
    pytest.importorskip("aws_lambda_powertools")
    for seed in range(2 * EACH):
        made = resolved(seed)  # the resolver for format 2.0 takes no slash at the end, which is said of every one
        differs, _ = _judged(made, SILENT if made.facts.after == "1.0" else {*SILENT, codes.POWERTOOLS})
        assert differs == [], f"seed {seed}: to {made.facts.after}\n{made.texts['app']}\n" + "\n".join(differs[:2])


def test_authorizers_that_are_proven_decide_the_same() -> None:
    for seed in range(3 * EACH):
        text, facts = authorizer(seed)
        outcome = rewrite(Files({"app": text}), Entry("app", "handler"), facts)
        if outcome.proven and not outcome.findings:
            old, new = (loaded(texts, "app", "handler") for texts in ({"app": text}, {"app": text, **outcome.texts}))
            differs = decisions_differ(old, new, facts)
            assert differs == [], f"seed {seed}: {facts.before} to {facts.after}\n{text}\n" + "\n".join(differs[:2])
