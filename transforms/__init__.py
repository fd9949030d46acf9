"""The concerns, in the order in which their findings read best: access control first."""

from __future__ import annotations

from migrator.concern import Concern
from migrator.findings import Code

from . import (
    access_logs,
    api,
    api_keys,
    cognito,
    cors,
    default_authorizer,
    definition_body,
    domain,
    endpoint,
    events,
    gateway_responses,
    iam,
    lambda_authorizer,
    other_resources,
    references,
    resource_policy,
    route_settings,
    settings,
    stage,
)

CONCERNS: tuple[Concern, ...] = (
    api.CONCERN,
    definition_body.CONCERN,
    endpoint.CONCERN,
    default_authorizer.CONCERN,
    cognito.CONCERN,
    lambda_authorizer.CONCERN,
    iam.CONCERN,
    api_keys.CONCERN,
    resource_policy.CONCERN,
    gateway_responses.CONCERN,
    cors.CONCERN,
    stage.CONCERN,
    domain.CONCERN,
    route_settings.CONCERN,
    access_logs.CONCERN,
    settings.CONCERN,
    events.CONCERN,
    references.CONCERN,
    other_resources.CONCERN,
)

PROPERTIES: frozenset[str] = frozenset().union(*(concern.properties for concern in CONCERNS))
"""Properties of a REST API that some concern looks after."""

CODES: dict[str, Code] = {code.name: code for concern in CONCERNS for code in concern.codes}
"""Everything that can be reported, by name."""
