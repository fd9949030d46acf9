"""Handlers that a grammar makes: what is called proven answers the same with old and new code, run by node."""

from __future__ import annotations

import os

import pytest
from handler_events import requests, same
from node_cases import NODE, Call, Scripts, called_all, event, seen_by
from node_grammar import HTTP, REST, scripts

from migrator.facts import Entry, Format, Identity, Route, RouteFacts
from transforms.handlers.javascript.rewrite import rewrite

COUNT = int(os.environ.get("NODE_HANDLERS", "120"))
ENTRY = Entry("index.js", "handler")

DIRECTIONS: dict[str, tuple[Format, Format, tuple[str, ...]]] = {
    "to 2.0": ("rest", "2.0", REST),
    "to 1.0": ("rest", "1.0", REST),
    "from 2.0": ("2.0", "rest", HTTP),
}


@pytest.mark.skipif(NODE is None, reason="node runs the handlers")
@pytest.mark.parametrize("identity", ["none", "claims", "lambda", "iam"])
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_what_is_proven_answers_the_same(direction: str, identity: Identity) -> None:
    before, after, fields = DIRECTIONS[direction]
    route = Route("POST", "/items/{id}", identity)
    facts = RouteFacts(before, after, (route,), repair=True, rest_stage="prod")
    asked = requests(route)
    if after == "rest":  # a body that is never decoded arrives as text from now on, which is said
        asked = [each for each in asked if not any("urlencoded" in value for _, value in each.headers)]
    calls: list[Call] = []
    pairs: list[tuple[int, int, Format]] = []
    for text in scripts(sum(map(ord, direction + identity)) + int(os.environ.get("NODE_SEED", "0")), COUNT, fields):
        outcome = rewrite(Scripts({"index.js": text}), ENTRY, facts)
        # Behind payload 1.0 everything that is left is said as a warning.
        if not outcome.proven or (after == "1.0" and outcome.findings):
            continue
        new, old = outcome.texts.get("index.js", text), len(calls)
        calls.append(Call({"index.js": text}, ENTRY, [event(facts, before, each, route) for each in asked]))
        # With the first step the API that stays goes on to call the code.
        for kind in (after, before) if "index.js" in outcome.both else (after,):
            pairs.append((old, len(calls), kind))
            calls.append(Call({"index.js": new}, ENTRY, [event(facts, kind, each, route) for each in asked]))
    answers = called_all(calls)
    assert len(pairs) > COUNT // 8
    assert after != "1.0" or any(kind == before for _, _, kind in pairs)
    wrong = []
    for one, other, kind in pairs:
        for old_answer, new_answer in zip(answers[one], answers[other], strict=True):
            if not same(seen_by(before, old_answer), seen_by(kind, new_answer)):
                texts = (calls[one].texts["index.js"], calls[other].texts["index.js"])
                wrong.append(f"{texts[0]}\n--- became, for {kind}\n{texts[1]}\n{old_answer} {new_answer}")
                break
    assert not wrong, f"{len(wrong)} of {len(pairs)}\n\n" + "\n\n".join(wrong[:8])
