"""Logical ids that SAM makes up for an API: its stage, permissions, domain and mappings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from migrator.concern import View, fact
from migrator.stage_name import known
from migrator.text.values import literal

from ..reading.named_stage import stage_id


@fact
def generated_ids(view: View) -> Mapping[str, str]:
    """Logical ids that SAM makes for the API, and what it makes for the new one in their place."""
    old, new = view.api.id, view.new_id
    names = dict(domain_ids(view))
    if (stage := stage_id(view, before=True)) is not None and (after := stage_id(view)) is not None:
        names[stage] = after
    names.update(_permission_ids(view))
    for authorizer in view.auth.authorizers:
        names[f"{old}{authorizer}AuthorizerPermission"] = f"{new}{authorizer}AuthorizerPermission"
    return {name: after for name, after in names.items() if name not in view.template.resources}


def _permission_ids(view: View) -> Iterator[tuple[str, str]]:
    """SAM puts the stage behind the ids of permissions of a REST API."""
    to_http = view.kind.name == "http"
    suffix = known(view.stage.before if to_http else view.stage.after) or "Stage"
    for event in view.api.events if suffix.isalnum() else ():
        of_http = f"{event.owner.id}{event.name}Permission"
        yield (of_http + suffix, of_http) if to_http else (of_http, of_http + suffix)


@fact
def domain_ids(view: View) -> Mapping[str, str]:
    """Logical ids that SAM makes for the API's domain, and what they become, in either direction."""
    to_http = view.kind.name == "http"
    old_domain, new_domain = ("", "V2") if to_http else ("V2", "")
    old, new = ("BasePathMapping", "ApiMapping") if to_http else ("ApiMapping", "BasePathMapping")
    domain = view.get("Domain", "DomainName")
    names = {}
    if (name := literal(domain)) is not None:
        digest = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()[:10]
        names[f"ApiGatewayDomainName{old_domain}{digest}"] = f"ApiGatewayDomainName{new_domain}{digest}"
    for path in ("", *_base_paths(view)) if domain is not None else ():
        names[f"{view.api.id}{path}{old}"] = f"{view.new_id}{path}{new}"
    return names


@fact
def _base_paths(view: View) -> list[str]:
    """The base paths of the domain, as SAM puts them into ids."""
    paths = view.get("Domain", "BasePath")
    written = [] if paths is None else paths.elements() or [paths]
    return ["".join(filter(str.isalnum, literal(item) or "")) for item in written]
