"""Further stages of an API, written as plain resources beside it: which they are, and what names them."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.concern import View, fact
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.values import literal, ref_target

from .segments import Shape, shape_of

STAGE_TYPES = {"rest": "AWS::ApiGateway::Stage", "http": "AWS::ApiGatewayV2::Stage"}
"""The type of a plain stage, by the kind of its API."""

RELEASES = ("DeploymentId", "DocumentationVersion")
"""What a stage of a REST API shows; a stage of an HTTP API always shows the API as it is."""


@fact
def further_stages(view: View) -> Sequence[Resource]:
    """Plain stages of the API."""
    old = view.old
    return [
        resource
        for resource in view.template.resources.values()
        if resource.type == STAGE_TYPES[old.name]
        and resource.local is not None
        and ref_target(resource.local.get(old.api_key)) == view.api.id
    ]


def names_further_stage(view: View, said: Shape) -> bool:
    """Whether a text is another stage of the API, which keeps its name: by its name, or by a reference to it."""
    return said in _names(view)


@fact
def _names(view: View) -> frozenset[Shape]:
    """What names a further stage."""
    stages = further_stages(view)
    written = [name for each in stages if (name := each.get("StageName"))]
    return frozenset([*(shape_of(name) for name in written), *((("name", each.id),) for each in stages)])


def shown_by_stage(view: View, scalar: Node) -> bool:
    """Whether a name stands where a further stage of a REST API says what it shows: that goes with the migration."""
    path = scalar.path()
    if view.kind.name != "http" or len(path) < 4 or path[0] != "Resources" or path[3] not in RELEASES:
        return False
    return path[1] in _ids(view)


@fact
def _ids(view: View) -> frozenset[str | int]:
    return frozenset(stage.id for stage in further_stages(view))


def is_automatic(view: View, stage: Resource) -> bool:
    """Whether a plain stage follows every change of its API, as SAM's own stage does."""
    assert stage.local is not None  # noqa: S101 - it is how a further stage is told
    if view.kind.name == "rest":
        return literal(stage.local.get("AutoDeploy")) in ("true", "True") and stage.local.get("DeploymentId") is None
    return ref_target(stage.local.get("DeploymentId")) == f"{view.api.id}.Deployment"
