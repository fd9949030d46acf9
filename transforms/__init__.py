"""The concerns, in the order in which their findings read best: access control first."""

from __future__ import annotations

from migrator import document, hard_coded
from migrator.concern import Concern, Concerns
from migrator.findings import Code
from migrator.proof import objections
from migrator.steps import codes as steps

from .access import api_keys, default_authorizer, iam, lambdas, resource_policy, tokens
from .api import api, endpoint, gateway_responses, settings, tool_metadata
from .cors import functions, preflight, sam
from .definition import body as definition_body
from .definition import document as openapi_document
from .handlers import following, saved
from .handlers.concern import CONCERN as HANDLERS
from .resources import (
    alarms,
    base_path_mapping,
    connectors,
    domain,
    origins,
    other_resources,
    raw_resources,
    references,
    references_to_rest,
    web_acls,
)
from .routes import elsewhere, events, quotas, targets
from .stage import access_logs, every_api, route_settings, stage
from .stage import resources as stage_resources

_SUBJECTS: tuple[Concern, ...] = (
    api.CONCERN,
    definition_body.CONCERN,
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
    stage.CONCERN,
    domain.CONCERN,
    route_settings.CONCERN,
    access_logs.CONCERN,
    settings.CONCERN,
    events.CONCERN,
    quotas.CONCERN,
    HANDLERS,
    references.CONCERN,
    references_to_rest.CONCERN,
    every_api.CONCERN,
    raw_resources.CONCERN,
    stage_resources.CONCERN,
    base_path_mapping.CONCERN,
    origins.CONCERN,
    connectors.CONCERN,
    alarms.CONCERN,
    web_acls.CONCERN,
    other_resources.CONCERN,
    tool_metadata.CONCERN,
)

CODES: dict[str, Code] = {
    code.name: code
    for codes in (
        *(concern.codes for concern in _SUBJECTS),
        document.CODES,
        objections.CODES,
        steps.CODES,
        hard_coded.CODES,
    )
    for code in codes
}
"""Everything that can be reported, by name."""

CONCERNS = Concerns(
    each=(*_SUBJECTS, api.unsupported(_SUBJECTS)),
    codes=CODES,
    routes=openapi_document.count,
    elsewhere=elsewhere.elsewhere,
    followers=following.Followers,
    saved=saved.saved_events,
)
"""What the engine judges templates with."""
