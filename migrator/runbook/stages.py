"""The runbook of each step of the way to production."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from typing import Final

from ..migration import Migration
from ..options import FINISH, SIDE_BY_SIDE, SWITCH, UNDO, Options
from ..plan import GuideSection, GuideStep
from . import commands
from .commands import DOMAIN, STACK, Commands
from .facts import ProjectFacts, project_facts
from .parts import compare, deploy, domains, importers, smoke_test, traffic


def runbook(migration: Migration, options: Options, *, verify: bool = True) -> tuple[GuideSection, ...]:
    """What to do by hand with a migration; nothing where nothing is to be deployed.

    Arguments:
        verify: whether the templates were to be compared.
    """
    facts = project_facts(migration, options, verify=verify)
    if facts is None:
        return ()
    return tuple(section for section in STEPS[facts.step](facts) if section.steps)


def _before(facts: ProjectFacts, *steps: GuideStep) -> GuideSection:
    """What to know and do before anything is deployed."""
    run = Commands(facts)
    named = f" `{STACK}` stands for the name of the stack." if not facts.config.stack else ""
    start = GuideStep(
        "Write the step and commit it by itself, so that it can be reverted by itself. A pull request of the bot is "
        f"such a commit already.{named}",
        (run.migrate(*facts.options, "--write"), *run.added, "git commit --all"),
    )
    return GuideSection("Before you start", (start, *steps))


def _revert(facts: ProjectFacts, text: str, *options: str) -> GuideStep:
    run = Commands(facts)
    take_back = run.step(*options, "--write") if options else "git revert HEAD"
    build = (run.sam("build", *run.template_option), run.sam("deploy", *run.stack_option))
    return GuideStep(text, (take_back, *build))


def _side_by_side(facts: ProjectFacts) -> Iterator[GuideSection]:
    yield _before(facts)
    yield deploy(facts, "It adds the new API, or routes to it: nothing of the old one changes.")
    yield smoke_test(facts)
    yield compare(facts)
    back = "No client uses the new API yet: take the step back at any time."
    yield GuideSection("Roll back", (_revert(facts, back, f"--{UNDO}"),))
    run = Commands(facts)
    then = "When the answers are alike, lead what refers to the old API to the new one: the next step."
    yield GuideSection("Next", (GuideStep(then, (run.step(f"--{SWITCH}"),)),))


def _switch(facts: ProjectFacts) -> Iterator[GuideSection]:
    yield _before(facts, *importers(facts))
    yield compare(facts)
    yield deploy(facts, "It changes what refers to the old API; both APIs stay.")
    yield from domains(facts)
    soak = (
        "Wait as long as clients keep addresses: caches, old versions of an app, partners. Both APIs answer meanwhile."
    )
    looks = (
        traffic(facts, pair, new=new, metric=metric, days=7)
        for pair in facts.pairs
        for new, metric in ((True, "5XXError"), (False, "Count"))
    )
    yield GuideSection("Soak", (GuideStep(soak), *looks))
    text = "Lead custom domains back first (see there), then take the step back. The old API has answered all the time."
    yield GuideSection("Roll back", (_revert(facts, text, f"--{UNDO}"),))
    run = Commands(facts)
    then = "When nobody calls the old API any more, remove it: the last step."
    yield GuideSection("Next", (GuideStep(then, (run.step(f"--{FINISH}"),)),))


def _finish(facts: ProjectFacts) -> Iterator[GuideSection]:
    run = Commands(facts)
    quiet = [traffic(facts, pair, new=False, metric="Count", days=14) for pair in facts.pairs]
    leading = [
        GuideStep(
            f"The domain of {domain.mapping} must lead to {pair.new} by now: {pair.old} answers nobody then.",
            (run.aws(f"apigatewayv2 get-api-mappings --domain-name {shlex.quote(domain.name or DOMAIN)}"),),
            check=f"No mapping has the id of {pair.old}.",
            docs=commands.MAPPINGS,
        )
        for pair in facts.pairs
        for domain in pair.domains
    ]
    yield _before(facts, *importers(facts), *leading, *quiet)
    yield deploy(facts, "It deletes the old API and its permissions, and nothing that the new one uses.")
    yield smoke_test(facts)
    text = (
        "The old address is gone for good: deploying the commit before makes an API with another address. "
        "The new API keeps answering; go back only where a custom domain leads clients."
    )
    yield GuideSection("Roll back", (_revert(facts, text),))


def _undo(facts: ProjectFacts) -> Iterator[GuideSection]:
    yield _before(facts)
    yield deploy(facts, "It puts back what the step before had changed or added.")


def _at_once(facts: ProjectFacts) -> Iterator[GuideSection]:
    replaced = GuideStep(
        "This deployment replaces the API: its address is gone at once, and clients need the new one. "
        f"`--{SIDE_BY_SIDE}` keeps the old one until they have moved."
    )
    yield _before(facts, replaced, *importers(facts))
    yield deploy(facts, "It adds the new API and deletes the old one.")
    yield smoke_test(facts)
    yield from domains(facts)
    text = "Deploying the commit before makes an API with another address again: a third one."
    yield GuideSection("Roll back", (_revert(facts, text),))


STEPS: Final[dict[str, Callable[[ProjectFacts], Iterator[GuideSection]]]] = {
    "": _at_once,
    SIDE_BY_SIDE: _side_by_side,
    SWITCH: _switch,
    FINISH: _finish,
    UNDO: _undo,
}
"""The runbook of each step."""
