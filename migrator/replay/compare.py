"""Run the old and the new handler on the same requests and compare what they lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from ..facts import Facts, RouteFacts
from ..findings import Finding
from .announced import SUPPOSED, all_announcing
from .code import DeployedCode
from .compare_authorizers import AuthorizerTrial, authorizer_trials
from .compare_routes import RouteTrial, route_trials
from .difference import Deviation, Judged, Weight, apart, differences, kept, unloaded
from .outcomes import EventOutcome
from .requests import FormatTrap
from .runner import RunLimits, run
from .vocabulary import script_vocabulary, vocabulary_of

RequestTrial: TypeAlias = RouteTrial | AuthorizerTrial
"""One request on its way through both APIs."""


def compare(
    old: DeployedCode,
    new: DeployedCode,
    facts: Facts,
    limits: RunLimits | None = None,
    findings: Sequence[Finding] = (),
) -> tuple[Deviation, ...]:
    """Compare two handlers; what differs first, what could not be compared last. Runs their code.

    Arguments:
        old: the code today.
        new: the code after the migration.
        limits: how much a run may take.
        findings: what the report says of the function; a difference that one of them foretells is announced.

    Raises:
        ValueError: a file of the code lies outside its folder.
    """
    asked = (script_vocabulary if old.script else vocabulary_of)(old.texts)
    trials: Sequence[RequestTrial] = (
        [trial for route in facts.routes for trial in route_trials(route, facts, asked)]
        if isinstance(facts, RouteFacts)
        else authorizer_trials(facts, asked)
    )
    if not trials:
        return (Deviation(Weight.UNKNOWN, "nothing was compared: no route leads to the function"),)
    outcomes = _outcomes(old, new, [trial.events for trial in trials], limits)
    if (whole := unloaded(*outcomes)) is not None:
        return (whole,)
    pairs = list(zip(*outcomes, strict=True))
    judged = [_foretold(_judged(trial, *pair), findings) for trial, pair in zip(trials, pairs, strict=True)]
    judged = _supposed(_Ran(trials, pairs, judged), lambda events: run(new, events, limits), findings)
    parts: dict[str, list[Judged]] = {}
    for trial, one in zip(trials, judged, strict=True):
        parts.setdefault(trial.label, []).append(one)
    found = (difference for label, part in parts.items() for difference in differences(label, part))
    return tuple(sorted(found, key=lambda difference: list(Weight).index(difference.weight)))


@dataclass(frozen=True)
class _Ran:
    """Trials, the outcomes before and after of each, and what they show."""

    trials: Sequence[RequestTrial]
    pairs: Sequence[tuple[EventOutcome, EventOutcome]]
    judged: Sequence[Judged]


def _foretold(one: Judged, findings: Sequence[Finding], traps: Sequence[FormatTrap] = ()) -> Judged:
    """What a trial shows, with the code of a finding that foretold it."""
    if not one.open:
        return one
    cause = one.judgement.trap or one.request.trap
    causes = traps or ((cause,) if cause else ())
    opened = one.judgement.opened
    return replace(one, foretold=all_announcing(causes, findings, opened=opened)) if causes else one


def _supposed(
    ran: _Ran, again: Callable[[list[dict[str, Any]]], tuple[EventOutcome, ...]], findings: Sequence[Finding]
) -> list[Judged]:
    """Find out what differences are due to that lie in every request, where a finding speaks of such a thing."""
    judged = list(ran.judged)
    for traps in SUPPOSED:
        left = [index for index, one in enumerate(judged) if one.open and _foretold(one, findings, traps).foretold]
        supposed = [_supposing(ran.trials[index], traps) for index in left]
        outcomes = again([trial.events[1] for trial in supposed]) if left else ()
        for index, trial, outcome in zip(left, supposed, outcomes, strict=True):
            old = ran.pairs[index][0]
            judgement = apart(old, outcome) or trial.judged(old, outcome)
            if judgement.what is None and judgement.unknown is None:
                judged[index] = _foretold(judged[index], findings, traps)
    return judged


def _supposing(trial: RequestTrial, traps: Sequence[FormatTrap]) -> RequestTrial:
    for trap in traps:
        trial = trial.supposing(trap)
    return trial


def _outcomes(
    old: DeployedCode,
    new: DeployedCode,
    events: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    limits: RunLimits | None,
) -> tuple[tuple[EventOutcome, ...], tuple[EventOutcome, ...]]:
    with ThreadPoolExecutor(2) as pool:
        before = pool.submit(run, old, [pair[0] for pair in events], limits)
        after = pool.submit(run, new, [pair[1] for pair in events], limits)
        return before.result(), after.result()


def _judged(trial: RequestTrial, old: EventOutcome, new: EventOutcome) -> Judged:
    found = apart(old, new)
    if found is None:
        found = trial.judged(old, new)
        found = replace(found, unknown=found.unknown or kept(old))
    traps = (trap for trap in (found.trap, trial.request.trap) if trap in trial.inherent)
    return Judged(trial.request, found, next(traps, None) if found.excusable else None)
