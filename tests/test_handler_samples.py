"""A sample of handlers as people write them: what becomes of each, and that the new ones answer as the old ones did."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import handler_stubs
import pytest
from handler_cases import Files
from handler_events import decisions_differ, differences, loaded

from migrator.facts import AuthorizerFacts, Entry, Facts, Rewritten, Route, RouteFacts
from transforms.handlers.python.rewrite import rewrite

ROOT = Path(__file__).resolve().parent / "handler_samples"
ENTRY = Entry("app", "handler")


@dataclass(frozen=True)
class Sample:
    """One handler; its first line says what is expected and which routes lead to it."""

    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def expected(self) -> str:
        return self.text.partition(":")[0].removeprefix("# ")

    @property
    def rest(self) -> list[str]:
        return [part.strip() for part in self.text.splitlines()[0].partition(":")[2].split(";")]

    @property
    def facts(self) -> Facts:
        routes = self.rest[0]
        if routes.startswith("authorizer"):
            _, before, after = routes.split()
            return AuthorizerFacts(before, after)  # type: ignore[arg-type]
        found = tuple(Route(*route.split()) for route in routes.split(", "))  # type: ignore[arg-type]
        return RouteFacts("rest", "2.0", found, cors="cors" in self.rest)

    @property
    def texts(self) -> dict[str, str]:
        others = {p.stem.partition("__")[2]: p for p in ROOT.glob(f"{self.path.stem}__*.py")}
        return {"app": self.text, **{name: path.read_text(encoding="utf-8") for name, path in others.items()}}

    @property
    def missing(self) -> str | None:
        """A package that the sample needs and that is not there."""
        return next((name for name in self.rest[1:] if name != "cors" and importlib.util.find_spec(name) is None), None)


SAMPLES = [Sample(path) for path in sorted(ROOT.glob("*.py")) if "__" not in path.stem]
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.stem)


def outcome_of(sample: Sample) -> tuple[str, Rewritten]:
    outcome = rewrite(Files(sample.texts), ENTRY, sample.facts)
    return "rewritten" if outcome.texts else "unchanged" if outcome.proven else "flagged", outcome


def test_table_of_outcomes() -> None:
    table = [(sample.path.stem, sample.expected, *outcome_of(sample)) for sample in SAMPLES]
    for name, _, status, outcome in table:
        codes = ", ".join(sorted({finding.code.name for finding in outcome.findings}))
        print(f"{name:24} {status:10} {codes}")
    print(dict(Counter(status for _, _, status, _ in table)), "of", len(table))
    assert len(table) >= 30
    assert [(name, status) for name, _, status, _ in table] == [(name, expected) for name, expected, _, _ in table]


@every_sample
def test_no_flagged_sample_is_touched(sample: Sample) -> None:
    status, outcome = outcome_of(sample)
    assert (status == "flagged") == (not outcome.proven)
    assert status != "flagged" or dict(outcome.texts) == {}


@every_sample
def test_second_run_changes_nothing(sample: Sample) -> None:
    _, outcome = outcome_of(sample)
    again = rewrite(Files({**sample.texts, **outcome.texts}), ENTRY, sample.facts)
    assert dict(again.texts) == {}


@every_sample
def test_old_and_new_sample_answer_the_same(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    status, outcome = outcome_of(sample)
    if status == "flagged":
        return
    if sample.missing:
        pytest.skip(f"{sample.missing} is not installed")
    monkeypatch.setitem(sys.modules, "boto3", handler_stubs.boto3())
    old, new = (loaded(texts, "app", "handler") for texts in (sample.texts, {**sample.texts, **outcome.texts}))
    facts = sample.facts
    if isinstance(facts, AuthorizerFacts):
        assert decisions_differ(old, new, facts) == []
    else:
        assert differences(old, new, facts) == []
