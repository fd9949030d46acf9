"""URLs and ARNs with the API's id: the stage in them goes, comes, or gets another name."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.kinds import DEFAULT_STAGE
from migrator.sam.references import Reference
from migrator.stage_name import Default, known
from migrator.text.operations import Append, Fragment, SetValue
from migrator.text.values import sub

from .. import pages
from ..reading.addresses import MANAGED, TEST_STAGE, Address, address
from ..reading.named_stage import NamedStage, followed, named_stage, new_stage, unfitting
from ..reading.pieces import Piece
from ..reading.segments import Segment
from ..reading.texts import texts
from . import origins
from .origins import HOST_WITHOUT_STAGE
from .stage_values import stage_beside

STAGE_URL = Code(
    "stage-url",
    Level.WARNING,
    "A URL of the API is built in a way that we do not understand.",
    "The new URL contains no stage, and here we cannot tell the stage from the path.",
    "Correct the URL by hand.",
    pages.STAGES,
    Example("https://${Api}.execute-api.${AWS::Region}.amazonaws.com/${Env}/orders", "(unchanged)"),
)
STAGE_ARN = Code(
    "stage-arn",
    Level.BLOCKER,
    "An ARN of the API names a stage that is not the API's own, or names it in a way that we do not understand.",
    "A permission or policy for a stage that does not exist lets nobody in, or the wrong callers.",
    "Write the stage as the API's `StageName` is written, or `*`.",
    pages.STAGES,
    Example("…:execute-api:…:${Api}/Prod/GET/orders", "…:execute-api:…:${HttpApi}/$default/GET/orders"),
    acceptable=False,
    security=True,
)
TEST_INVOKE = Code(
    "test-invoke",
    Level.INFO,
    "A permission lets API Gateway's console test a method.",
    "HTTP APIs have no test calls in the console, so nothing uses the stage `test-invoke-stage`.",
    "Call the deployed route in place of the test in the console.",
    pages.HTTP_VS_REST,
    Example("SourceArn: …:${Api}/test-invoke-stage/GET/orders", "(the permission is removed)"),
    only="to-http",
)
EXECUTION_LOGS = Code(
    "execution-logs",
    Level.WARNING,
    "Something reads the execution logs of the API.",
    "HTTP APIs write no execution logs, so the log group stays empty.",
    "Use access logs instead.",
    pages.LOGGING,
    only="to-http",
)
MANAGEMENT_ARN = Code(
    "management-arn",
    Level.WARNING,
    "A policy or setting names the API's management ARN.",
    "REST APIs are managed under `/restapis/{id}`, HTTP APIs under `/apis/{id}`.",
    "Check the paths that follow it: HTTP APIs have routes and integrations, REST APIs have resources and methods.",
    pages.HTTP_VS_REST,
    Example("arn:aws:apigateway:…::/restapis/${Api}", "arn:aws:apigateway:…::/apis/${HttpApi}"),
)

_ENDPOINT = "https://{id}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}{stage}"
_AUTHORIZERS = (("text", "authorizers"),)
"""What stands in the place of a stage where an ARN is for calls of authorizers."""


def in_text(view: View, reference: Reference) -> Iterator[Step]:
    """State what becomes of the text that an id of the API stands in.

    Arguments:
        reference: what gives the id.
    """
    where = address(view, reference)
    if where.kind == "url":
        yield from (_with_stage if added_stage(view) else _url)(view, reference, where)
    elif where.kind == "arn":
        yield from _arn(view, reference, where)
    elif where.kind == "management":
        yield from _management(view, reference, where)
        yield from _named(view, reference, where.stage)
    elif where.kind == "mention":
        yield from stage_beside(view, reference, where.text)
    elif where.kind == "logs" and view.api.kind == "rest":
        what = "This names the log group of execution logs, which HTTP APIs do not write."
        yield view.find(EXECUTION_LOGS, what, reference.scalar)


def _management(view: View, reference: Reference, where: Address) -> Iterator[Step]:
    old, new = (MANAGED[kind.name].strip("/") for kind in (view.old, view.kind))
    yield view.find(MANAGEMENT_ARN, f"The management ARN of the API becomes `/{new}/…`.", reference.scalar)
    piece = next((p for p in where.text.before() if old in p.text and not p.separator), None)
    if piece is not None:
        at = piece.start + piece.text.rindex(old)
        yield Fragment(piece.node, at, at + len(old), new, everywhere=True)


@fact
def added_stage(view: View) -> str:
    """What URLs get behind their host: the stage, where there was none."""
    added = view.kind.name == "rest" and isinstance(view.stage.before, Default)
    return f"/{known(view.stage.after)}" if added else ""


# -- ARNs -----------------------------------------------------------------------------------------------------


def _arn(view: View, reference: Reference, where: Address) -> Iterator[Step]:
    if (what := unfitting(view, where)) is not None:
        yield view.find(STAGE_ARN, what, reference.scalar)
    elif where.stage is None and where.unclear:
        yield view.find(STAGE_ARN, "We do not understand what follows the API's id in this ARN.", reference.scalar)
    else:
        yield from _named(view, reference, where.stage)
    if view.kind.name == "rest":
        yield from _catch_all(where)


def _named(view: View, reference: Reference, found: Segment | None) -> Iterator[Step]:
    """Write the new name of the stage where an ARN names the old one."""
    if found is None or found.shape == _AUTHORIZERS:
        return
    if found.shape == (("text", TEST_STAGE),) and view.api.kind == "rest":
        what = "This is for test calls from the console, which HTTP APIs do not have."
        yield view.find(TEST_INVOKE, what, reference.scalar)
    elif (operations := followed(view, found)) is not None:
        yield from operations
    else:
        what = f"The ARN names stage `{found.shown}`, which is not the API's own."
        yield view.find(STAGE_ARN, what, reference.scalar)


def _catch_all(where: Address) -> Iterator[Step]:
    """The route ``$default`` in an ARN: a REST API has none, and its catch-all is any method of any path."""
    last = where.text.row.pieces[-1] if where.text.next is not None else None
    if where.stage is None or where.stage.closing is None or last is None or last.kind != "text" or last.separator:
        return
    if last.text.endswith(f"/{DEFAULT_STAGE}"):
        yield Fragment(last.node, last.end - len(DEFAULT_STAGE), last.end, "*", everywhere=True)


# -- URLs -----------------------------------------------------------------------------------------------------


def _url(view: View, reference: Reference, where: Address) -> Iterator[Step]:
    if where.stage is None:
        # No REST API answers without its stage, so that something puts it behind a host that stands alone.
        if new_stage(view) is not None and not origins.has_path(view, reference):
            message = "No stage follows the host here; something else may append one."
            remedy = "Check what uses the text: URLs will no longer contain a stage."
            yield view.find(STAGE_URL, message, reference.scalar, remedy=remedy)
        return
    if not (named_stage(view, where.stage.shape).is_own and view.stage.is_default):
        yield from _renamed(view, reference, where.stage)
        return
    operations = where.stage.removed()
    if operations is None or where.text.split:
        what = f"The stage `{where.stage.shown}` is left out from a text that `Fn::Split` cuts into parts."
        yield view.find(STAGE_URL, what, reference.scalar)
    yield from operations or ()


def endpoint(view: View, reference: Reference) -> Iterator[Step]:
    """``ApiEndpoint`` is the URL without a stage; only HTTP APIs have the attribute."""
    text = texts(view).of(reference)
    found = text.first_segment()
    added = "" if _is_further(view, found) else added_stage(view)
    if added and text.split:  # the host is cut out of it, and what follows that stands elsewhere
        yield from origins.with_stage(view, reference, added)
        added = ""
    url = _ENDPOINT.format(id=f"${{{view.new_id}}}", stage=added)
    if reference.form == "Sub":
        start, end = reference.start - len("${"), reference.end + len(".ApiEndpoint}")
        yield Fragment(reference.scalar, start, end, url, everywhere=True)
    else:
        yield SetValue(reference.whole, sub(url))
    if not added_stage(view):
        yield from _renamed(view, reference, found)


def _renamed(view: View, reference: Reference, found: Segment | None) -> Iterator[Step]:
    """Write the new name of the stage where a URL names the old one."""
    if found is None or new_stage(view) is None:
        return
    operations = followed(view, found)
    yield from operations or ()
    if operations is None:
        what = f"`{found.shown}` follows the host here, and that is not the API's stage."
        yield view.find(STAGE_URL, what, reference.scalar)


def _is_further(view: View, found: Segment | None) -> bool:
    return found is not None and named_stage(view, found.shape) is NamedStage.FURTHER


def _with_stage(view: View, reference: Reference, where: Address) -> Iterator[Step]:
    """Put the stage behind the host."""
    text = where.text
    if _is_further(view, where.stage):
        return
    if text.split or not text.ends("://"):
        yield from origins.with_stage(view, reference, added_stage(view))
        return
    row, found = text.row.pieces, text.row.host_end(text.behind)
    if found is None:
        yield from _after(view, reference, row[-1], len(row[-1].text))
        return
    index, end = found
    piece, before = row[index], row[index - 1]
    if piece.separator:  # what a Join puts between its items is not for one of them
        yield from _after(view, reference, before, len(before.text))
    elif piece.text[end] == "/":
        yield Fragment(piece.node, piece.start + end, piece.start + end + 1, f"{added_stage(view)}/", everywhere=True)
    else:
        yield from _after(view, reference, before if end == 0 and index > text.behind else piece, max(end, 1))


def _after(view: View, reference: Reference, piece: Piece, end: int) -> Iterator[Step]:
    """Put the stage behind the last part of the host."""
    if piece.items is not None and piece.kind != "text":
        if piece.index == len(piece.items.items) - 1:
            yield Append(piece.items, added_stage(view))
        else:
            yield view.find(HOST_WITHOUT_STAGE, "We cannot tell what follows the host here.", reference.scalar)
        return
    at = piece.end - 1 if piece.kind != "text" else piece.start + end - 1
    yield Fragment(piece.node, at, at + 1, piece.node.text[at] + added_stage(view), everywhere=True)
