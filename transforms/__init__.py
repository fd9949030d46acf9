"""The concerns, in the order in which their findings read best: access control first."""

from __future__ import annotations

import sys

from migrator import document, hard_coded
from migrator.concern import Concern, Concerns
from migrator.findings import Code
from migrator.proof import objections
from migrator.steps import codes as steps

from .access import api_keys, default_authorizer, iam, issuers, lambdas, resource_policy, tokens
from .api import endpoint, gateway_responses, identity, settings, tool_metadata
from .cors import functions, preflight, sam
from .definition import body
from .handlers import following, saved
from .handlers.concern import CONCERN as HANDLERS
from .reading.definition import count
from .resources import (
    alarms,
    connectors,
    domains,
    every_api,
    mappings,
    origins,
    plain,
    receivers,
    references,
    stages,
    web_acls,
)
from .routes import elsewhere, events, quotas, targets
from .stage import access_logs, name, route_settings, variables

_SUBJECTS: tuple[Concern, ...] = (
    identity.CONCERN,
    body.CONCERN,
    targets.CONCERN,
    endpoint.CONCERN,
    default_authorizer.CONCERN,
    tokens.CONCERN,
    lambdas.CONCERN,
    iam.CONCERN,
    api_keys.CONCERN,
    resource_policy.CONCERN,
    gateway_responses.CONCERN,
    sam.CONCERN,
    functions.CONCERN,
    preflight.CONCERN,
    name.CONCERN,
    domains.CONCERN,
    variables.CONCERN,
    route_settings.CONCERN,
    access_logs.CONCERN,
    settings.CONCERN,
    events.CONCERN,
    quotas.CONCERN,
    HANDLERS,
    references.CONCERN,
    every_api.CONCERN,
    plain.CONCERN,
    stages.CONCERN,
    mappings.CONCERN,
    origins.CONCERN,
    connectors.CONCERN,
    alarms.CONCERN,
    web_acls.CONCERN,
    receivers.CONCERN,
    tool_metadata.CONCERN,
)


def _reported() -> dict[str, Code]:
    """Everything that can be reported, by name: the codes of all modules below this one, and what the engine itself reports."""
    below = [vars(module) for name, module in sorted(sys.modules.items()) if name.startswith(f"{__name__}.")]
    found = [value for names in below for value in names.values() if isinstance(value, Code)]
    of_engine = (*document.CODES, *objections.CODES, *steps.CODES, *hard_coded.CODES)
    return {code.name: code for code in (*found, *of_engine)}


CODES = _reported()

CONCERNS = Concerns(
    each=(*_SUBJECTS, identity.unsupported(_SUBJECTS)),
    codes=CODES,
    routes=count,
    elsewhere=elsewhere.elsewhere,
    followers=following.Followers,
    saved=saved.saved_events,
    companions=issuers.files,
)
"""What the engine judges templates with."""
