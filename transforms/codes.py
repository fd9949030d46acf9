"""Findings that concerns in several folders report."""

from __future__ import annotations

from typing import Final

from migrator.findings import Code, Example, Level

from . import pages

UNSUPPORTED_PROPERTY = Code(
    "unsupported-property",
    Level.BLOCKER,
    "A property has no known counterpart on the other kind of API.",
    "SAM refuses a template with a property that the type does not have, and what it did would be lost.",
    "Remove the property if it does nothing; `--accept unsupported-property` removes it for you.",
    pages.SAM_HTTPAPI,
)
UNSUPPORTED_SHAPE = Code(
    "unsupported-shape",
    Level.BLOCKER,
    "Something is written in a form that we do not understand.",
    "A guess could open the API or break the deployment.",
    "Write it in the form that the SAM guide shows.",
    pages.SAM_API,
    acceptable=False,
)


UNCHANGED: Final = "Expect no difference: the new API needs no such setting, or would refuse it."
"""What to do about a setting that had no effect and is gone."""

DROPPED_SETTING = Code(
    "dropped-setting",
    Level.INFO,
    "A setting that an HTTP API does not have and does not need.",
    "It has no effect there, or is what every HTTP API does.",
    UNCHANGED,
    pages.SAM_HTTPAPI,
    Example("OpenApiVersion: 3.0.1", "(removed: an HTTP API is always OpenAPI 3)"),
    levels=(
        (Level.WARNING, "the setting has an effect today, or would have one afterwards"),
        (Level.INFO, "it has none, or the API has what it says anyway"),
    ),
)
CACHING = Code(
    "caching",
    Level.BLOCKER,
    "Responses are cached by API Gateway.",
    "HTTP APIs have no cache: every request reaches the function.",
    "Put CloudFront in front, or accept the load with `--accept caching`.",
    pages.CACHING,
    announces=frozenset({"api.caches", "route.caching"}),
    only="to-http",
)


REQUEST_MODEL = Code(
    "request-model",
    Level.INFO,
    "A request model or request parameters validate nothing.",
    "They document the route only; HTTP APIs ignore them and SAM refuses them on an HttpApi event.",
    "Keep a description of the request in the project's own documentation if people read it here.",
    pages.OPENAPI,
    only="to-http",
)


DEFINITION_BODY = Code(
    "definition-body",
    Level.BLOCKER,
    "A part of the API's hand-written definition cannot become part of the other kind of API.",
    "HTTP APIs have Lambda proxy and HTTP proxy integrations only: `aws`, `http` and `mock` integrations, mapping templates and unknown "
    "extensions are refused or skipped when the definition is imported. A REST API has no `$default` route, no shared integrations, and "
    "none that calls an AWS service by its subtype. We cannot see what an intrinsic function or an include adds.",
    "Write the result of the intrinsic function or include into the definition, or leave this API as it is.",
    pages.OPENAPI,
    acceptable=False,
)
