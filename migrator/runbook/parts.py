"""The parts that runbooks of all steps are put together from."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from ..plan import GuideSection, GuideStep
from . import commands
from .commands import DOMAIN, Commands
from .facts import DomainFact, PairFact, ProjectFacts

CHANGE_SET = "CHANGE_SET_ARN"
_CHANGES = "Changes[].ResourceChange.[Action,LogicalResourceId,ResourceType,Replacement]"


def deploy(facts: ProjectFacts, expected: str) -> GuideSection:
    """Deploy the template as a change set that somebody has read.

    Arguments:
        expected: what the change set must hold, as a sentence.
    """
    run = Commands(facts)
    names = ", ".join(facts.config.environments)
    other = f" samconfig.toml has other environments ({names}): add `--config-env NAME` for them." if names else ""
    plan = f" {facts.plan}." if facts.plan else ""
    code = f" The code of {', '.join(facts.rewritten)} changes along." if facts.rewritten else ""
    found = f"--change-set-name {CHANGE_SET}"
    listed = f"--query {shlex.quote(_CHANGES)} --output table"
    return GuideSection(
        "Deploy",
        (
            GuideStep(
                "Check the template and build it.",
                (run.sam("validate --lint", *run.template_option), run.sam("build", *run.template_option)),
                docs=commands.VALIDATE,
            ),
            GuideStep(
                f"Make a change set; nothing is deployed yet.{other}",
                (run.sam("deploy --no-execute-changeset", *run.stack_option),),
                check=f"{expected}{code}{plan}",
                docs=commands.DEPLOY,
            ),
            GuideStep(
                f"Read it, then execute it. `{CHANGE_SET}` is what `sam deploy` printed.",
                (
                    run.aws(f"cloudformation describe-change-set {found} {listed}"),
                    run.aws(f"cloudformation execute-change-set {found}"),
                    run.aws(f"cloudformation wait stack-update-complete --stack-name {run.stack}"),
                ),
                check="The stack is UPDATE_COMPLETE. A deployment that fails rolls back by itself; the command below "
                "stops one that is still running.",
                back=(run.aws(f"cloudformation cancel-update-stack --stack-name {run.stack}"),),
                docs=commands.CHANGE_SETS,
            ),
        ),
    )


def smoke_test(facts: ProjectFacts) -> GuideSection:
    """Try the new API once."""
    return GuideSection("Smoke test", tuple(_tried(facts)))


def _tried(facts: ProjectFacts) -> Iterator[GuideStep]:
    run = Commands(facts)
    for pair in facts.pairs:
        target = f'"$NEW"{shlex.quote(pair.route)}' if pair.route != "/" else '"$NEW"/'
        yield GuideStep(
            f"Call {pair.new}. A route with an authorizer answers 401 or 403 without a token: try it with one, too.",
            (*run.url("NEW", pair, new=True), 'NEW="${NEW%/}"', f"curl --silent --show-error --include {target}"),
            check="The status, the body and the headers that clients need.",
        )


def compare(facts: ProjectFacts) -> GuideSection:
    """Compare the answers of both APIs."""
    return GuideSection("Compare", tuple(_compared(facts)))


def _compared(facts: ProjectFacts) -> Iterator[GuideStep]:
    run = Commands(facts)
    for pair in facts.pairs:
        words = ["--template", facts.template, "--api", pair.old]
        yield GuideStep(
            f"Send the same requests to {pair.old} and {pair.new}. Tokens come from the environment "
            "(`--header Authorization=env:TOKEN`), values in paths from saved events, `--requests FILE` or `--param`.",
            (
                *run.url("OLD", pair, new=False),
                *run.url("NEW", pair, new=True),
                f'sam-migrate compare "$OLD" "$NEW" {shlex.join(words)}',
            ),
            check="Status 0: every request was answered alike. It lists what it did not call.",
        )


def importers(facts: ProjectFacts) -> Iterator[GuideStep]:
    """Find the stacks that import what this step changes."""
    run = Commands(facts)
    for output, name in facts.exports.items():
        listed = f"cloudformation list-imports --export-name {shlex.quote(name or 'EXPORT_NAME')}"
        yield GuideStep(
            f"Output {output} is exported and changes. CloudFormation refuses that while another stack imports it: "
            "let those stacks stop importing it first, or take its value from a parameter.",
            (run.aws(listed),),
            check="No stack is listed; the command then ends with an error that says so.",
            docs=commands.IMPORTS,
        )


def domains(facts: ProjectFacts) -> Iterator[GuideSection]:
    """Move custom domains to the new API; a migration at once has no minute in which to do it by hand."""
    found = [(pair, domain) for pair in facts.pairs for domain in pair.domains]
    by_hand = _moved if facts.step else _stuck
    steps = [s for p, d in found for s in (_followed(facts, p, d) if d.in_place else by_hand(facts, p, d))]
    if steps:
        yield GuideSection("Custom domain", (*steps, _impossible()))


def _followed(facts: ProjectFacts, pair: PairFact, domain: DomainFact) -> Iterator[GuideStep]:
    run = Commands(facts)
    name = shlex.quote(domain.name or DOMAIN)
    yield GuideStep(
        f"{domain.mapping} changes its API in place with the deployment: there is no minute without the domain.",
        (run.aws(f"apigatewayv2 get-api-mappings --domain-name {name}"),),
        check=f"The mapping has the id of {pair.new}.",
        docs=commands.MAPPING_IN_PLACE,
    )


def _stuck(_facts: ProjectFacts, pair: PairFact, domain: DomainFact) -> Iterator[GuideStep]:
    yield GuideStep(
        f"The domain of {domain.mapping} cannot lead to {pair.new} in the deployment that replaces {pair.old}: API "
        "Gateway refuses a second domain of one name. Go side by side, and move it there.",
        docs=commands.DOMAINS,
    )


def _moved(facts: ProjectFacts, pair: PairFact, domain: DomainFact) -> Iterator[GuideStep]:
    run = Commands(facts)
    name = shlex.quote(domain.name or DOMAIN)
    mappings = run.aws(f"apigatewayv2 get-api-mappings --domain-name {name}")
    yield GuideStep(
        "Look at the domain. Both kinds of API can be mapped to one domain if it is regional and takes TLS 1.2.",
        (
            run.aws(
                f"apigatewayv2 get-domain-name --domain-name {name} --query "
                f"{shlex.quote('DomainNameConfigurations[].[EndpointType,SecurityPolicy]')} --output text"
            ),
            mappings,
        ),
        check="REGIONAL and TLS_1_2.",
        docs=commands.MAPPINGS,
    )
    ids = (run.api_id("OLD_ID", pair.old), run.api_id("NEW_ID", pair.new))
    then = (
        "The stack holds the mapping with `DeletionPolicy: Retain` by now, so that the last step lets go of it and "
        "deletes nothing."
        if domain.kept
        else f"The stack keeps it for {pair.old}, and would delete it: the last step waits until the domain "
        "is in resources or a stack of its own."
    )
    yield GuideStep(
        f"Lead the mapping of {domain.mapping} to {pair.new}. {then} It does not know where the mapping leads: deploy "
        "no change of the mapping or its domain until then.",
        (*ids, _mapping(run, name, "OLD_ID"), _update(run, name, "NEW_ID", pair.new_stage)),
        check=f"`{mappings}` shows the id of {pair.new}, and the domain answers as before.",
        back=(*ids, _mapping(run, name, "NEW_ID"), _update(run, name, "OLD_ID", pair.old_stage)),
        rehearse=True,
    )


def _mapping(run: Commands, name: str, api: str) -> str:
    query = f"--query \"Items[?ApiId=='${api}'].ApiMappingId\" --output text"
    return f"MAPPING_ID=$({run.aws(f'apigatewayv2 get-api-mappings --domain-name {name} {query}')})"


def _update(run: Commands, name: str, api: str, stage: str | None) -> str:
    where = f'--domain-name {name} --api-mapping-id "$MAPPING_ID" --api-id "${api}"'
    return run.aws(f"apigatewayv2 update-api-mapping {where} --stage {shlex.quote(stage or 'STAGE_NAME')}")


def _impossible() -> GuideStep:
    return GuideStep(
        "Traffic cannot be split between the two kinds of API on one domain: routing rules lead to REST APIs only, and "
        "not on a domain that has mappings to both. Weighted records do not help, since a custom domain exists once in "
        "a region. Move one path after the other, if it must be gradual.",
        docs=commands.ROUTING,
    )


def traffic(facts: ProjectFacts, pair: PairFact, *, new: bool, metric: str, days: int) -> GuideStep:
    """Look at a metric of an API.

    Arguments:
        pair: the APIs.
        new: whether it is about the new one.
        metric: its name for a REST API: ``Count``, or ``5XXError``.
        days: how far to look back.
    """
    run = Commands(facts)
    is_http = pair.old_http != new
    name = metric.replace("XXError", "xx") if is_http else metric
    before: tuple[str, ...] = ()
    if is_http:
        before = (run.api_id("API_ID", pair.new if new else pair.old),)
        dimension = 'Name=ApiId,Value="$API_ID"'
    else:
        known = facts.config.stack if new else pair.old_name
        dimension = f"Name=ApiName,Value={shlex.quote(known or 'API_NAME')}"
    # Seconds since 1970: `date` of macOS and of GNU agree on nothing that reckons with days.
    start = f"--start-time $(($(date +%s) - {days * 86400})) --end-time $(date +%s)"
    words = f"cloudwatch get-metric-statistics --namespace AWS/ApiGateway --metric-name {name} --dimensions {dimension}"
    api = pair.new if new else pair.old
    what = {"Count": f"Requests that reach {api}.", "5XXError": f"Errors that {api} answers with."}[metric]
    return GuideStep(
        what,
        (*before, run.aws(f"{words} {start} --period 86400 --statistics Sum")),
        docs=commands.METRICS if is_http else commands.REST_METRICS,
    )
