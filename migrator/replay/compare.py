"""Run the old and the new handler on the same requests and compare what they lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from transforms.handlers.facts import Facts, RouteFacts

from .code import Code
from .compare_authorizers import authorizer_trials
from .compare_routes import route_trials
from .difference import Difference, Judged, Trial, Weight, apart, differences, kept, unloaded
from .outcomes import Outcome
from .runner import Limits, run
from .vocabulary import names_in, values_in


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
    trials: Sequence[Trial] = (
        [trial for route in facts.routes for trial in route_trials(route, facts, names)]
        if isinstance(facts, RouteFacts)
        else authorizer_trials(facts, names, values)
    )
    if not trials:
        return (Difference(Weight.UNKNOWN, "nothing was compared: no route leads to the function"),)
    outcomes = _outcomes(old, new, [trial.events for trial in trials], limits)
    if (whole := unloaded(*outcomes)) is not None:
        return (whole,)
    judged: dict[str, list[Judged]] = {}
    for trial, old_outcome, new_outcome in zip(trials, *outcomes, strict=True):
        judged.setdefault(trial.label, []).append(_judged(trial, old_outcome, new_outcome))
    found = (difference for label, part in judged.items() for difference in differences(label, part))
    return tuple(sorted(found, key=lambda difference: list(Weight).index(difference.weight)))


def _outcomes(
    old: Code, new: Code, events: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], limits: Limits | None
) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    with ThreadPoolExecutor(2) as pool:
        before = pool.submit(run, old, [pair[0] for pair in events], limits)
        after = pool.submit(run, new, [pair[1] for pair in events], limits)
        return before.result(), after.result()


def _judged(trial: Trial, old: Outcome, new: Outcome) -> Judged:
    found = apart(old, new)
    if found is None:
        found = trial.judged(old, new)
        found = replace(found, unknown=found.unknown or kept(old))
    trap = found.trap or trial.request.trap
    return Judged(trial.request, found, trap if found.excusable and trap in trial.inherent else None)
