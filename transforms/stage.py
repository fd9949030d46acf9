"""The stage: an HTTP API has ``$default``, which no URL shows, where a REST API has a name in every path."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Drop, Move, Put, Step, fact
from migrator.findings import Code, Example, Level
from migrator.sam.kinds import DEFAULT_STAGE
from migrator.stage_name import written
from migrator.text.tree import Node

from . import pages

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
    "Handlers and routers that look at the path must cope with the stage in front, or be told to strip it.",
    pages.STAGES,
)


STAGE_RENAMED = Code(
    "stage-renamed",
    Level.WARNING,
    "The stage gets another name.",
    "URLs, permissions and policies hold the name of the stage.",
    "Tell clients the new URL; `--stage keep` keeps the name.",
    pages.STAGES,
    Example("https://…/v1/orders", "https://…/live/orders"),
    announces=frozenset({"api.stages"}),
)
STAGE_ADDED = Code(
    "stage-added",
    Level.WARNING,
    "A stage name appears in the URLs of the API.",
    "A REST API has no stage `$default`: its URLs have the stage's name behind the host. Paths in events stay without it.",
    "Tell clients the new URL; `--stage NAME` gives the stage another name. A custom domain hides it.",
    pages.STAGES,
    Example("https://…/orders", "https://…/Prod/orders"),
)


def to_http(move: Move) -> Iterator[Step]:
    """Drop the stage name, keep it, or give it another."""
    node = move.get("StageName")
    if move.stage.is_default:
        yield move.find(STAGE_PATH, f"{_stage(move)} becomes `$default`: URLs lose their first segment.", node)
        if node is not None:
            yield Drop(("StageName",))
        return
    yield from _renamed(move, node)
    yield move.find(STAGE_KEPT, "Event paths begin with the stage name from now on.", node)
    if not move.stage.stands:
        yield Put(("StageName",), written(move.stage.after))


def to_rest(move: Move) -> Iterator[Step]:
    """Name the stage."""
    node = move.get("StageName")
    if move.stage.name == DEFAULT_STAGE:
        yield move.find(
            STAGE_ADDED, f"Stage `$default` becomes `{move.stage.shown}`: URLs get it as their first segment.", node
        )
    else:
        yield from _renamed(move, node)
    if not move.stage.stands and not (move.api.implicit and not move.explicit):
        yield Put(("StageName",), written(move.stage.after))


@fact
def _stage(move: Move) -> str:
    name = move.stage.name
    return f"Stage `{name}`" if name is not None else "The stage, whose name an intrinsic gives,"


def _renamed(move: Move, node: Node | None) -> Iterator[Step]:
    if move.stage.after != move.stage.before:
        yield move.find(STAGE_RENAMED, f"{_stage(move)} becomes `{move.stage.shown}`.", node)


CONCERN = Concern(
    "stage",
    (STAGE_PATH, STAGE_KEPT, STAGE_RENAMED, STAGE_ADDED),
    to_http,
    frozenset({"StageName"}),
    to_rest,
    frozenset({"StageName"}),
)
