"""Compare two authorizer functions: who is let in, and what routes learn of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..facts import AuthorizerFacts
from .access import stage_of
from .authorizers import FORMATS, OTHER_PATH, arn, authorizer_event, authorizer_requests
from .difference import Judgement
from .outcomes import EventOutcome
from .requests import INHERENT, FormatTrap, Request
from .verdicts import Decision, RequestVerdict, failed, shown, verdict
from .vocabulary import Vocabulary

_REFUSED: dict[tuple[Decision, Decision], FormatTrap] = {
    ("401", "deny"): FormatTrap.REFUSAL,
    ("401", "500"): FormatTrap.FAILURE,
}

UNJUDGED = "the policy has conditions or parts that are not judged here"


@dataclass(frozen=True)
class AuthorizerTrial:
    """One request that an authorizer judges on both sides.

    Arguments:
        request: what the client sends.
        facts: what the template says of the authorizer.
        called: name of the stage in the event after in place of its own; only a supposition is so.
        turned: header names in the event after as the client wrote them, which is a supposition too.
    """

    request: Request
    facts: AuthorizerFacts
    called: str | None = None
    turned: bool = False

    @property
    def label(self) -> str:
        """What is tried."""
        return "the authorizer"

    @property
    def inherent(self) -> frozenset[FormatTrap]:
        """The traps between the formats of the two APIs."""
        return INHERENT.get((FORMATS[self.facts.before], FORMATS[self.facts.after]), frozenset())

    @property
    def events(self) -> tuple[dict[str, Any], dict[str, Any]]:
        kinds = (self.facts.before, self.facts.after)
        stages = [stage_of(FORMATS[kind], self.facts) for kind in kinds]
        before = authorizer_event(self.request, self.facts, kinds[0], stages[0])
        after = authorizer_event(self.request, self.facts, kinds[1], stages[1], called=self.called, turned=self.turned)
        return before, after

    def supposing(self, trap: FormatTrap) -> AuthorizerTrial:
        if trap is FormatTrap.STAGE:
            return replace(self, called=stage_of(FORMATS[self.facts.before], self.facts))
        if trap is FormatTrap.SENT:
            return self  # no id and no edge is a reason to let a client in
        return replace(self, turned=True)

    def judged(self, old: EventOutcome, new: EventOutcome) -> Judgement:
        """Judge who is let in.

        Arguments:
            old: outcome before.
            new: outcome after.
        """
        before, after = self._verdict(old, after=False), self._verdict(new, after=True)
        if "unknown" in (before.decision, after.decision, before.elsewhere, after.elsewhere):
            return Judgement(unknown=UNJUDGED)
        # No trap excuses that more clients are let in.
        opened = _opened(before.decision, after.decision) or _opened(before.elsewhere, after.elsewhere)
        failed_both = before.decision == after.decision == "500"
        trap = _REFUSED.get((before.decision, after.decision))
        what = _change(before, after)
        return Judgement(what, lively=not failed_both, excusable=not opened, trap=trap, opened=opened)

    def _verdict(self, outcome: EventOutcome, after: bool) -> RequestVerdict:
        kind = self.facts.after if after else self.facts.before
        simple = self.facts.simple_after if after else self.facts.simple_before
        if outcome.failure is not None:
            return failed(outcome.failure.message, kind)
        stage = (self.called if after else None) or stage_of(FORMATS[kind], self.facts)
        other = arn(self.request, stage, OTHER_PATH) if self.facts.cached else None
        return verdict(outcome.value, kind, simple, (arn(self.request, stage), other))


def authorizer_trials(facts: AuthorizerFacts, asked: Vocabulary) -> tuple[AuthorizerTrial, ...]:
    """List the trials of an authorizer.

    Arguments:
        facts: what the template says of it.
    """
    return tuple(AuthorizerTrial(request, facts) for request in authorizer_requests(facts, asked))


def _opened(before: Decision | None, after: Decision | None) -> bool:
    return after == "allow" and before != "allow"


def _change(before: RequestVerdict, after: RequestVerdict) -> str | None:
    if before.decision != after.decision or before.context != after.context:
        return f"the API {shown(before)} before and {shown(after)} after"
    if before.decision == "allow" and before.elsewhere != after.elsewhere:
        words = {"allow": "lets the client on", "deny": "keeps the client off"}
        was, now = (words.get(str(found.elsewhere), "decides nothing about the client") for found in (before, after))
        return f"while the answer is cached, it {was} to other routes before and {now} after"
    if before.principal is not None and after.principal is not None and before.principal != after.principal:
        return f"the principal was {before.principal!r} and is {after.principal!r}"
    return None
