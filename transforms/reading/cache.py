"""Whether the stage of a REST API has a cache, without which no method and no parameter has one."""

from __future__ import annotations

from migrator.concern import View, fact, is_true
from migrator.text.node import Node
from migrator.text.values import literal

from .lookups import choices


def is_on(node: Node | None) -> bool:
    """Whether a setting that goes to CloudFormation as it is may be on: ``'false'`` is no there."""
    return is_true(node) and (literal(node) or "").lower() != "false"


@fact
def has_cache(view: View) -> bool:
    """Whether the stage has a cache, or may have one: API Gateway makes one where ``CacheClusterEnabled`` is on only.

    Source: API Gateway guide, api-gateway-caching ("a dedicated cache instance").
    """
    node = view.get("CacheClusterEnabled")
    values = choices(view.template, node) if node is not None else []
    return values is None or any(map(is_on, values))
