"""Run the old and the new handler on the same requests and compare what clients get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from transforms.handlers.facts import CATCH_ALL, Facts, Format, Route, RouteFacts

from .code import Code
from .compare_authorizers import AuthorizerTrial, authorizer_trials
from .compare_authorizers import judged as judged_authorizer
from .difference import (
    REFUSED,
    Difference,
    Judged,
    Judgement,
    Weight,
    apart,
    cut,
    differences,
    told,
    unloaded,
)
from .events import Gateway, event
from .outcomes import Outcome
from .requests import BINARY_TYPE, INHERENT, Request, Trap, requests_for
from .responses import Answer, answer, crash
from .runner import Limits, run
from .vocabulary import names_in, values_in

UNTYPED = "the answer names no Content-Type, and what payload 2.0 then sends is not documented"


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
    trials: tuple[Trial | AuthorizerTrial, ...]
    if isinstance(facts, RouteFacts):
        trials = tuple(trial for route in facts.routes for trial in route_trials(route, facts, names))
    else:
        trials = authorizer_trials(facts, names, values)
    if not trials:
        return (Difference(Weight.UNKNOWN, "nothing was compared: no route leads to the function"),)
    outcomes = _outcomes(old, new, [trial.events for trial in trials], limits)
    if (whole := unloaded(*outcomes)) is not None:
        return (whole,)
    judged: dict[str, list[Judged]] = {}
    for trial, old_outcome, new_outcome in zip(trials, *outcomes, strict=True):
        judged.setdefault(_label(trial), []).append(_judged(trial, old_outcome, new_outcome))
    found = (difference for label, part in judged.items() for difference in differences(label, part))
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


def _judged(trial: Trial | AuthorizerTrial, old: Outcome, new: Outcome) -> Judged:
    found = apart(old, new)
    if found is None:
        found = judged_authorizer(trial, old, new) if isinstance(trial, AuthorizerTrial) else _answers(trial, old, new)
        if old.attempts and found.unknown is None:
            found = replace(found, unknown=REFUSED)
    trap = found.trap or trial.request.trap
    return Judged(trial.request, found, trap if found.excusable and trap in _inherent(trial) else None)


def _inherent(trial: Trial | AuthorizerTrial) -> frozenset[Trap]:
    if isinstance(trial, AuthorizerTrial):
        return INHERENT.get(trial.formats, frozenset())
    traps = INHERENT.get((trial.before.version, trial.after.version), frozenset())
    return traps - {Trap.BINARY} if trial.before.binary or trial.after.binary else traps


def _label(trial: Trial | AuthorizerTrial) -> str:
    route = trial.request.route
    return "the authorizer" if isinstance(trial, AuthorizerTrial) else f"{route.method} {route.path}"


def _answers(trial: Trial, old: Outcome, new: Outcome) -> Judgement:
    views = _view(old, trial.before), _view(new, trial.after)
    before, after = views
    if before.status >= 500 and after.status >= 500:
        return Judgement(lively=False)
    if after.crashed:
        # Code that takes base64 for text may well stumble; nothing else in a format makes working code fail.
        excusable = trial.request.trap in (Trap.UNTYPED, Trap.BINARY)
        return Judgement(f"it answered {before.status} and now fails: {told(new.failure)}", excusable=excusable)
    if before.status != after.status:
        was = "failed" if before.crashed else f"answered {before.status}"
        return Judgement(f"it {was} and now answers {after.status}")
    untyped = ("content-type" in dict(before.headers)) != ("content-type" in dict(after.headers))
    return Judgement(", ".join(_changes(*views, untyped)) or None, UNTYPED if untyped else None)


def _view(outcome: Outcome, gateway: Gateway) -> Answer:
    return crash(gateway) if outcome.failure is not None else answer(outcome.value, gateway)


def _changes(old: Answer, new: Answer, untyped: bool) -> Iterator[str]:
    before, after = dict(old.headers), dict(new.headers)
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name) and not (untyped and name == "content-type"):
            yield f"the header {name} {_change(before.get(name), after.get(name))}"
    if old.cookies != new.cookies:
        yield f"Set-Cookie {_change('; '.join(old.cookies), '; '.join(new.cookies))}"
    if old.body != new.body:
        yield f"the body {_change(*(body.decode('utf-8', 'backslashreplace') for body in (old.body, new.body)))}"


def _change(old: str | None, new: str | None) -> str:
    words = [repr(cut(text, 80)) if text else "missing" for text in (old, new)]
    return f"was {words[0]} and is {words[1]}"
