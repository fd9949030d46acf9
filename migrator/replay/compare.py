"""Run the old and the new handler on the same requests and compare what clients get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from transforms.handlers.facts import CATCH_ALL, Facts, Format, Route, RouteFacts

from .code import Code
from .compare_authorizers import AuthorizerTrial, authorizer_trials
from .compare_authorizers import judged as judged_authorizer
from .difference import Difference, Weight, cut, incomparable, strayed, summed, told, unloaded
from .events import Gateway, event
from .outcomes import Outcome
from .requests import BINARY_TYPE, INHERENT, Request, Trap, requests_for
from .responses import Answer, answer, crash
from .runner import Limits, run
from .vocabulary import names_in, values_in

UNTYPED = "the answer names no Content-Type, and what payload 2.0 then sends is not documented"
IDLE = "it fails on every request before and after, which shows nothing"
REFUSED = "it was refused a process or a file outside its folder, before and after"


@dataclass(frozen=True)
class Trial:
    """One request on its way through both APIs.

    Arguments:
        request: what the client sends.
        before: the API today.
        after: the API after the migration.
    """

    request: Request
    before: Gateway
    after: Gateway

    @property
    def events(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The event before and the one after."""
        return event(self.request, self.before), event(self.request, self.after)


def compare(old: Code, new: Code, facts: Facts, limits: Limits | None = None) -> tuple[Difference, ...]:
    """Compare two handlers; what differs first, what could not be compared last. Runs their code.

    Arguments:
        old: the code today.
        new: the code after the migration.
        facts: what the template says of the function.
        limits: how much a run may take.

    Raises:
        ValueError: a file of the code lies outside its folder.
    """
    names, values = names_in(old.texts), values_in(old.texts)
    trials: Sequence[Trial] | Sequence[AuthorizerTrial]
    if isinstance(facts, RouteFacts):
        trials = tuple(trial for route in facts.routes for trial in route_trials(route, facts, names))
    else:
        trials = authorizer_trials(facts, names, values)
    outcomes = _outcomes(old, new, [trial.events for trial in trials], limits)
    if (whole := unloaded(*outcomes)) is not None:
        return (whole,)
    judged = (_judged(part) for part in _by_route(tuple(zip(trials, *outcomes, strict=True))))
    found = dict.fromkeys(difference for part in judged for difference in part)
    return tuple(sorted(found, key=lambda difference: list(Weight).index(difference.weight)))


def _outcomes(
    old: Code, new: Code, events: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], limits: Limits | None
) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    with ThreadPoolExecutor(2) as pool:
        before = pool.submit(run, old, [pair[0] for pair in events], limits)
        after = pool.submit(run, new, [pair[1] for pair in events], limits)
        return before.result(), after.result()


def route_trials(route: Route, facts: RouteFacts, names: tuple[str, ...]) -> Iterator[Trial]:
    """List the trials of a route.

    Arguments:
        route: the route.
        facts: what the template says of the function.
        names: what the code asks for by name.
    """
    for request in requests_for(route, names):
        if facts.cors and request.method == "OPTIONS":
            continue  # the API answers by itself
        pairs = [(a, b) for a in _gateways(facts.before, facts) for b in _gateways(facts.after, facts)]
        for before, after in pairs:
            if facts.before != facts.after or before == after:
                lower = ", header names in lower case" if before.lower or after.lower else ""
                yield Trial(replace(request, name=request.name + lower), before, after)


def _gateways(version: Format, facts: RouteFacts) -> tuple[Gateway, ...]:
    stage = facts.stage or ("prod" if version == "rest" else CATCH_ALL)
    binary = (BINARY_TYPE,) if facts.binary and version == "rest" else ()
    gateway = Gateway(version, stage, binary, cors=facts.cors)
    # How payload 1.0 writes header names is documented in one way and captured in another: code has to bear both.
    return (gateway, replace(gateway, lower=True)) if version == "1.0" else (gateway,)


_Tried = tuple[Trial | AuthorizerTrial, Outcome, Outcome]


def _by_route(tried: tuple[_Tried, ...]) -> Iterator[tuple[_Tried, ...]]:
    for _, part in groupby(tried, key=lambda entry: entry[0].request.route):
        yield tuple(part)


def _judged(tried: tuple[_Tried, ...]) -> Iterator[Difference]:
    """Differences of one route."""
    route = tried[0][0].request.route
    label = "the authorizer" if isinstance(tried[0][0], AuthorizerTrial) else f"{route.method} {route.path}"
    unknown: list[str] = []
    shown = False
    for trial, old, new in tried:
        what = strayed(old, new)
        reason = None if what else incomparable(old, new)
        lively, weight = True, _weight(trial)
        if not what and not reason:
            if isinstance(trial, AuthorizerTrial):
                what, reason, lively, weight = judged_authorizer(trial, old, new, weight)
            else:
                what, reason, lively = _compared(_view(old, trial.before), _view(new, trial.after), new)
            reason = reason or (REFUSED if old.attempts else None)
        shown = shown or lively
        if what:
            sentence = f"{label} with {trial.request.name}: {what}"
            if weight is Weight.KNOWN and trial.request.trap is not None:
                sentence = f"{sentence} ({trial.request.trap.value})"
            yield Difference(weight, sentence, label, trial.request.name)
        if reason:
            unknown.append(reason)
    yield from summed(label, unknown, len(tried))
    if not shown:
        yield Difference(Weight.UNKNOWN, f"{label}: {IDLE}", label)


def _weight(trial: Trial | AuthorizerTrial) -> Weight:
    inherent = INHERENT.get(trial.formats if isinstance(trial, AuthorizerTrial) else _formats(trial), frozenset())
    if isinstance(trial, Trial) and (trial.before.binary or trial.after.binary):
        inherent -= {Trap.BINARY}
    return Weight.KNOWN if trial.request.trap in inherent else Weight.DIFFERENT


def _formats(trial: Trial) -> tuple[Format, Format]:
    return trial.before.version, trial.after.version


def _view(outcome: Outcome, gateway: Gateway) -> Answer:
    return crash(gateway) if outcome.failure is not None else answer(outcome.value, gateway)


def _compared(old: Answer, new: Answer, outcome: Outcome) -> tuple[str | None, str | None, bool]:
    """What differs, what could not be compared, and whether any side served the request."""
    if old.status >= 500 and new.status >= 500:
        return None, None, False
    if new.crashed:
        return f"it answered {old.status} and now fails: {told(outcome.failure)}", None, True
    if old.status != new.status:
        was = "failed" if old.crashed else f"answered {old.status}"
        return f"it {was} and now answers {new.status}", None, True
    before, after = dict(old.headers), dict(new.headers)
    untyped = ("content-type" in before) != ("content-type" in after)
    names = sorted({*before, *after} - ({"content-type"} if untyped else set()))
    said = [f"the header {n} {_change(before.get(n), after.get(n))}" for n in names if before.get(n) != after.get(n)]
    if old.cookies != new.cookies:
        said.append(
            f"the cookies {_change('; '.join(old.cookies), '; '.join(new.cookies))}".replace(
                "cookies was", "cookies were"
            )
        )
    if old.body != new.body:
        said.append(f"the body {_change(*(body.decode('utf-8', 'backslashreplace') for body in (old.body, new.body)))}")
    return ", ".join(said) or None, UNTYPED if untyped else None, True


def _change(old: str | None, new: str | None) -> str:
    words = [repr(cut(text, 80)) if text else "missing" for text in (old, new)]
    return f"was {words[0]} and is {words[1]}"
