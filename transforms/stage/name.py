"""The stage: an HTTP API has ``$default``, which no URL shows, where a REST API has a name in every path."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Drop, Put, Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.kinds import DEFAULT_STAGE
from migrator.stage_name import written
from migrator.text.node import Node

from .. import pages

STAGE_PATH = Code(
    "stage-path",
    Level.WARNING,
    "The stage name disappears from the URLs of the API.",
    "The API moves to the stage `$default`, whose URLs begin right after the host. Paths in events stay as they are, without a stage.",
    "Tell clients the new URL. `--stage keep` keeps the name, but then event paths begin with it.",
    pages.STAGES,
    Example("https://…/Prod/orders", "https://…/orders"),
)
STAGE_KEPT = Code(
    "stage-kept",
    Level.WARNING,
    "The API has a named stage.",
    "URLs keep their stage segment, but an HTTP API puts it in front of the path in events (`/Prod/orders`), which a REST API never does.",
    "Make sure that handlers and routers which read the path accept the stage prefix, or configure them to strip it.",
    pages.STAGES,
    only="to-http",
)


STAGE_RENAMED = Code(
    "stage-renamed",
    Level.WARNING,
    "The stage is renamed.",
    "The stage name is part of URLs, permissions and policies.",
    "Tell clients the new URL; `--stage keep` keeps the name.",
    pages.STAGES,
    Example("https://…/v1/orders", "https://…/live/orders"),
    announces=frozenset({"api.stages"}),
)
STAGE_ADDED = Code(
    "stage-added",
    Level.WARNING,
    "A stage name appears in the URLs of the API.",
    "A REST API has no stage `$default`: the stage name follows the host in its URLs. Paths in events still have no stage.",
    "Tell clients the new URL; `--stage NAME` gives the stage another name. A custom domain hides it.",
    pages.STAGES,
    Example("https://…/orders", "https://…/Prod/orders"),
    only="to-rest",
)


def to_http(view: View) -> Iterator[Step]:
    """Drop the stage name, keep it, or give it another."""
    node = view.get("StageName")
    if view.stage.is_default:
        yield view.find(STAGE_PATH, f"{_stage(view)} becomes `$default`: URLs no longer begin with a stage.", node)
        if node is not None:
            yield Drop(("StageName",))
        return
    yield from _renamed(view, node)
    yield view.find(STAGE_KEPT, "Paths in events will begin with the stage name.", node)
    if not view.stage.stands:
        yield Put(("StageName",), written(view.stage.after))


def to_rest(view: View) -> Iterator[Step]:
    """Name the stage."""
    node = view.get("StageName")
    if view.stage.name == DEFAULT_STAGE:
        yield view.find(STAGE_ADDED, f"Stage `$default` becomes `{view.stage.shown}`: URLs will begin with it.", node)
    else:
        yield from _renamed(view, node)
    if not view.stage.stands and not (view.api.implicit and not view.explicit):
        yield Put(("StageName",), written(view.stage.after))


@fact
def _stage(view: View) -> str:
    name = view.stage.name
    return f"Stage `{name}`" if name is not None else "The stage, whose name is known only at deployment,"


def _renamed(view: View, node: Node | None) -> Iterator[Step]:
    if view.stage.after != view.stage.before:
        yield view.find(STAGE_RENAMED, f"{_stage(view)} becomes `{view.stage.shown}`.", node)


CONCERN = Concern("stage", to_http, frozenset({"StageName"}), to_rest, frozenset({"StageName"}))
