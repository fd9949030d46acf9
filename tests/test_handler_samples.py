"""A sample of handlers as people write them: what becomes of each, and that the new ones answer as the old ones did."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

import handler_stubs
import node_samples
import pytest
from handler_events import BUILDERS, authorizer_events, decision, loaded, run
from node_cases import NODE
from samples import SAMPLES, TOKENS, Sample, Seen, asked

from migrator.facts import AuthorizerFacts

EVERY = [sample for samples in SAMPLES.values() for sample in samples]
every_sample = pytest.mark.parametrize("sample", EVERY, ids=lambda sample: f"{sample.language}-{sample.name}")
every_python_sample = pytest.mark.parametrize("sample", SAMPLES["Python"], ids=lambda sample: sample.name)

AIM = 0.75
"""The share of handlers of each language that follow: rewritten, or right as they are."""


@pytest.mark.parametrize("language", SAMPLES)
def test_table_of_outcomes(language: str) -> None:
    samples = SAMPLES[language]
    for sample in samples:
        print(f"{sample.name:26} {sample.direction:13} {sample.status:10} {', '.join(sorted(sample.codes))}")
    count = Counter(sample.status for sample in samples)
    follow = count["rewritten"] + count["unchanged"]
    print(f"{language}: {dict(count)} of {len(samples)}: {follow / len(samples):.0%} follow")
    for direction in sorted({sample.direction for sample in samples}):
        print(f"  {direction:13} {dict(Counter(sample.status for sample in samples if sample.direction == direction))}")
    assert [(sample.name, sample.status) for sample in samples] == [(each.name, each.expected) for each in samples]
    assert follow >= AIM * len(samples)


@every_sample
def test_no_flagged_sample_is_touched(sample: Sample) -> None:
    assert (sample.status == "flagged") == (not sample.outcome.proven)
    assert sample.status != "flagged" or dict(sample.outcome.texts) == {}


@every_sample
def test_second_run_changes_nothing(sample: Sample) -> None:
    again = sample.rewritten({**sample.texts, **sample.outcome.texts})
    assert dict(again.texts) == {}


@every_python_sample
def test_old_and_new_python_sample_answer_the_same(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    if sample.status == "flagged":
        return
    if sample.missing:
        pytest.skip(f"{sample.missing} is not installed")
    for name, module in handler_stubs.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    assert_alike(sample, seen(sample))


@pytest.mark.skipif(NODE is None, reason="node runs the handlers")
def test_old_and_new_node_samples_answer_the_same() -> None:
    samples = [sample for sample in SAMPLES["Node.js"] if sample.status != "flagged"]
    for sample, found in zip(samples, node_samples.seen(samples), strict=True):
        assert_alike(sample, found)


def seen(sample: Sample) -> Iterator[Seen]:
    """What old and new code say."""
    facts = sample.facts
    old, new = (loaded(texts, "app", "handler") for texts in (sample.texts, {**sample.texts, **sample.outcome.texts}))
    if isinstance(facts, AuthorizerFacts):
        for token in TOKENS:
            before, after = (authorizer_events(facts, kind, token) for kind in (facts.before, facts.after))
            yield Seen(
                token,
                decision(old, before, simple=facts.simple_before),
                decision(new, after, simple=facts.simple_after),
            )
        return
    for route, request in asked(sample, facts):
        before, after = (BUILDERS[kind](request, route, facts.stage) for kind in (facts.before, facts.after))
        yield Seen(request, run(old, facts.before, before), run(new, facts.after, after))


def assert_alike(sample: Sample, found: Iterable[Seen]) -> None:
    """Answers are alike, or the sample says that they differ and a finding says why."""
    found = list(found)
    assert any(each.served for each in found), f"{sample.name} answers nothing but errors"
    other = [f"{each.asked}\n  before {each.before}\n  after  {each.after}" for each in found if not each.alike]
    if sample.differs is None:
        assert other == [], sample.name
    else:
        assert other, f"{sample.name} answers the same"
        assert sample.differs in sample.codes
