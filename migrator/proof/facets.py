"""What can differ between two surfaces, and the sentence that says so.

Each function takes what stood before and what stands after and states the difference for a reviewer.
A value that is None on one side is not there on that side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import facet_sentences as sentences
from .access import Authorizer
from .attached.attachment import Attachment, ComparedPart
from .attached.table import TABLE


@dataclass(frozen=True)
class Facet:
    """One thing that is compared.

    Arguments:
        sentence: states the difference.
        weaker: whether a difference lets in callers who were kept out.
    """

    sentence: Callable[[Any, Any], str]
    weaker: Callable[[Any, Any], bool] = lambda _before, _after: False


def normal_authorizer(authorizer: Authorizer) -> dict[str, Any]:
    """The form of an authorizer that is compared and described.

    Arguments:
        authorizer: as the surface has it.
    """
    return {"kind": authorizer.kind, "name": authorizer.name, "subjects": list(authorizer.subjects)}


ROUTE: dict[str, Facet] = {
    "authorizer": Facet(sentences.authorizer, sentences.was_guarded),
    "scopes": Facet(sentences.scopes, sentences.scopes_weaker),
    "tokens": Facet(sentences.tokens, sentences.tokens_weaker),
    "api_key": Facet(sentences.api_key, sentences.lost),
    "credentials": Facet(sentences.credentials, sentences.changed),
    "resource_policy": Facet(
        sentences.says("the resource policy no longer holds", "a resource policy would hold"),
        sentences.changed,
    ),
    "target": Facet(sentences.became("target")),
    "integration": Facet(sentences.became("integration")),
    "invocable": Facet(
        sentences.says(
            "API Gateway may no longer call the function: its Lambda permission is gone", "the function is callable"
        ),
    ),
    "permitted": Facet(sentences.became("limits of the permission to call its function")),
    "address": Facet(sentences.became("way in which its function is addressed"), sentences.changed),
    "event_format": Facet(sentences.became("event format")),
    "timeout": Facet(sentences.became("timeout")),
    "throttle": Facet(sentences.became("throttle")),
    "metrics": Facet(sentences.became("detailed metrics")),
    "validation": Facet(sentences.validation, sentences.changed),
    "backend_method": Facet(sentences.became("method of its integration"), sentences.changed),
    "request": Facet(sentences.became("request parameters of its integration"), sentences.always),
    "content": Facet(sentences.became("content handling")),
    "response": Facet(sentences.became("response mapping of its integration"), sentences.always),
    "transfer": Facet(sentences.became("response transfer mode")),
    "tls": Facet(sentences.became("TLS settings of its integration"), sentences.always),
    "connection": Facet(sentences.became("connection of its integration"), sentences.always),
    "caching": Facet(sentences.became("cached answers"), sentences.gained),
    "iam": Facet(sentences.became("IAM statements that name it"), sentences.iam_weaker),
}

GUARD: dict[str, Facet] = {
    "identity": Facet(sentences.identity, sentences.changed),
    "required": Facet(
        sentences.says(
            "its function would be asked about requests without the identity too; they were refused before",
            "requests without the identity would be refused before its function is asked",
        ),
        sentences.lost,
    ),
    "clients": Facet(sentences.clients, sentences.clients_weaker),
    "expression": Facet(sentences.became("validation expression"), sentences.changed),
    "simple_responses": Facet(sentences.became("simple responses")),
    "event_format": Facet(sentences.became("event format")),
    "role": Facet(sentences.became("invoke role")),
    "invocable": Facet(
        sentences.says(
            "API Gateway may no longer call its function: the Lambda permission is gone", "its function is callable"
        ),
    ),
    "permitted": Facet(sentences.became("limits of the permission to call its function")),
    "address": Facet(sentences.became("way in which its function is addressed"), sentences.changed),
    "accounts": Facet(sentences.became("account of its user pool"), sentences.always),
    "ttl": Facet(sentences.ttl),
}

CORS: dict[str, Facet] = {
    "origins": Facet(sentences.became("allowed origins")),
    "methods": Facet(sentences.became("allowed methods")),
    "headers": Facet(sentences.became("allowed headers")),
    "exposed": Facet(sentences.became("exposed headers")),
    "credentials": Facet(sentences.trusted),
    "max_age": Facet(sentences.became("maximum age")),
    "guarded": Facet(sentences.preflight),
    "demands": Facet(sentences.became("authorization of preflight requests")),
    "uniform": Facet(sentences.says("paths would answer differently", "paths answered differently before")),
}

API: dict[str, Facet] = {
    "kind": Facet(sentences.became("kind of API")),
    "opaque": Facet(
        lambda _before, _after: (
            "routes are in a file elsewhere, so nothing can be compared (--definition ID=FILE names it)"
        ),
        lambda _before, _after: True,
    ),
    "private": Facet(
        sentences.says("the API was reachable from a VPC only and would be public", "the API would be private"),
        sentences.lost,
    ),
    "endpoint_disabled": Facet(sentences.disabled, sentences.changed),
    "endpoint": Facet(sentences.became("endpoint type"), sentences.changed),
    "vpc_endpoints": Facet(sentences.became("VPC endpoints"), sentences.always),
    "address_type": Facet(sentences.became("address type of the endpoint"), sentences.always),
    "security_policy": Facet(sentences.became("security policy"), sentences.less_tls),
    "access_mode": Facet(sentences.became("endpoint access mode"), sentences.changed),
    "key_source": Facet(sentences.became("source of API keys"), sentences.changed),
    "mode": Facet(sentences.became("import mode")),
    "binary": Facet(sentences.became("binary media types")),
    "compression": Facet(sentences.became("least size of what is compressed")),
    "condition": Facet(sentences.became("condition")),
    "stages": Facet(sentences.became("stage")),
    "left_behind": Facet(
        sentences.says(
            "stage `Stage`, which SAM makes where nothing says `OpenApiVersion`, would be gone",
            "without `OpenApiVersion` SAM would make a further stage, `Stage`, without settings or a web ACL",
        ),
        sentences.gained,
    ),
    "variables": Facet(sentences.became("stage variables")),
    "throttle": Facet(sentences.became("default throttle")),
    "metrics": Facet(sentences.became("default detailed metrics")),
    "access_log": Facet(sentences.became("access log destination")),
    "certificates": Facet(sentences.became("client certificate"), sentences.changed),
    "caches": Facet(sentences.became("cache")),
    "canaries": Facet(sentences.became("canary release")),
    "domains": Facet(sentences.became("custom domain")),
    "iam": Facet(sentences.became("IAM statements that name its routes"), sentences.iam_weaker),
}

POLICY: dict[str, Facet] = {
    "statements": Facet(sentences.became("statements"), sentences.iam_weaker),
    "by_id": Facet(sentences.became("statements that can be about this API by an id written out"), sentences.always),
    "holders": Facet(sentences.became("holders"), sentences.always),
    "trust": Facet(sentences.became("trust"), sentences.always),
    "condition": Facet(sentences.became("condition"), sentences.always),
}


def _of(attachment: Attachment) -> dict[str, Facet]:
    parts = {name: Facet(sentences.became(part.words), _weaker(part)) for name, part in attachment.parts.items()}
    if "tls" in parts:
        parts["tls"] = Facet(sentences.became(attachment.parts["tls"].words), sentences.less_tls)
    return {**parts, "condition": Facet(sentences.became("condition"), sentences.always)}


def _weaker(part: ComparedPart) -> Callable[[Any, Any], bool]:
    return sentences.always if part.eases else sentences.never


def _attached() -> dict[str, dict[str, Facet]]:
    found: dict[str, dict[str, Facet]] = {"policy": POLICY}
    for attachment in TABLE.values():
        if attachment.parts:
            found.setdefault(attachment.section, {}).update(_of(attachment))
    return found


ATTACHED = _attached()
"""What is compared of attached resources, by section and facet."""
