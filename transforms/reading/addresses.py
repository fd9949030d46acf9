"""URLs and ARNs of an API in the texts of a template, and the stage that they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from migrator.concern import View, fact
from migrator.sam.kinds import ApiKind
from migrator.sam.references import Reference

from .segments import Segment
from .texts import Text, texts

TEST_STAGE = "test-invoke-stage"
"""What API Gateway's console calls a REST API's functions with; HTTP APIs have no such test."""

MANAGED: dict[ApiKind, str] = {"rest": "/restapis/", "http": "/apis/"}
"""What stands before the id in an ARN that manages an API of each kind."""

CONSOLE = "#"
"""What stands before that in a link to the console, whose path is not that of the ARN."""

ID_ATTRIBUTES: dict[ApiKind, tuple[str, ...]] = {"rest": ("", "RestApiId"), "http": ("", "ApiId")}
"""What gives the id of an API of each kind: `Ref` and one attribute."""

Kind = Literal["url", "arn", "management", "logs", "value", "mention"]

_HOST = ".execute-api."
_LOGS = "API-Gateway-Execution-Logs_"
_STAGES = "/stages/"


@dataclass(frozen=True, eq=False)
class Address:
    """What a text says with the API's id.

    Arguments:
        kind: a URL, an ARN for callers, a management ARN, a log group, the bare id, or any other text with it.
        text: what stands around the id.
        stage: the segment where a stage belongs; None without a path.
        unclear: whether there may be a stage that cannot be told.
    """

    kind: Kind
    text: Text
    stage: Segment | None = None
    unclear: bool = False


def address(view: View, reference: Reference) -> Address:
    """Classify the text that the API's id stands in."""
    found = _addresses(view)
    if reference not in found:
        found[reference] = _address(view, reference)
    return found[reference]


@fact
def _addresses(view: View) -> dict[Reference, Address]:
    """Those that were asked for."""
    return {}


def _address(view: View, reference: Reference) -> Address:
    text, managed = texts(view).of(reference), MANAGED[view.api.kind]
    if text.goes_on(_HOST) is not None:
        return _url(text)
    if text.ends(managed) and not text.ends(f"{CONSOLE}{managed}"):
        place = text.goes_on(_STAGES)
        return Address("management", text, text.row.segment(*place) if place is not None else None)
    if text.row.in_arn(text.index):
        return Address("arn", text, text.first_segment(), text.next is not None and text.next.kind != "text")
    if text.ends(_LOGS):
        return Address("logs", text)
    if text.around_mentions("execute-api"):
        return Address("arn" if text.around_mentions("execute-api:") else "url", text, None, unclear=True)
    return Address("value" if text.alone else "mention", text)


def _url(text: Text) -> Address:
    stage, unclear = text.row.path(text.behind)
    return Address("url", text, stage, unclear or (stage is None and text.around_mentions("/")))
