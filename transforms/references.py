"""References to the API: names follow the logical id, URLs and ARNs follow the stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrator.concern import Concern, Move, Step
from migrator.findings import Code, Example, Level
from migrator.operations import Fragment, RemoveItem, SetValue
from migrator.references import VARIABLE, Reference
from migrator.tree import Node
from migrator.values import intrinsic, literal, ref, ref_target

from . import pages

REST_ONLY_REFERENCE = Code(
    "rest-only-reference",
    Level.BLOCKER,
    "Something refers to a part of the API that only REST APIs have.",
    "SAM leaves such a reference as it is, and the deployment fails (T40).",
    "Remove the reference, or say in the template what is meant by it.",
    pages.SAM_HTTPAPI,
    acceptable=False,
)
STAGE_URL = Code(
    "stage-url",
    Level.WARNING,
    "A URL of the API is built in a way that is not understood.",
    "The stage segment is not part of the new URL, and here it could not be told apart from the path.",
    "Correct the URL by hand.",
    pages.STAGES,
    Example("https://${Api}.execute-api.${AWS::Region}.amazonaws.com/${Env}/orders", "(unchanged)"),
)
STAGE_ARN = Code(
    "stage-arn",
    Level.BLOCKER,
    "An ARN of the API names a stage that is not the API's own, or in a way that is not understood.",
    "A permission or policy for a stage that does not exist lets nobody in, or not those who are meant.",
    "Write the stage as the API's `StageName` is written, or `*`.",
    pages.STAGES,
    Example("…:execute-api:…:${Api}/Prod/GET/orders", "…:execute-api:…:${HttpApi}/$default/GET/orders"),
    acceptable=False,
    security=True,
)
STAGE_VALUE = Code(
    "stage-value",
    Level.INFO,
    "The stage name is used as a value.",
    "It is `$default` from now on.",
    "Check that whatever reads it takes that.",
    pages.STAGES,
)
EXECUTION_LOGS = Code(
    "execution-logs",
    Level.WARNING,
    "Something reads the execution logs of the API.",
    "HTTP APIs write no execution logs, so the log group stays empty.",
    "Use access logs instead.",
    pages.LOGGING,
)
MANAGEMENT_ARN = Code(
    "management-arn",
    Level.WARNING,
    "A policy or setting names the API's management ARN.",
    "`/restapis/{id}` becomes `/apis/{id}`.",
    "Check the paths that follow it: HTTP APIs have routes and stages, no resources and methods.",
    pages.HTTP_VS_REST,
    Example("arn:aws:apigateway:…::/restapis/${Api}", "arn:aws:apigateway:…::/apis/${HttpApi}"),
)

DEFAULT_STAGE = "$default"
_NOT_STAGES = frozenset({"*", "authorizers", ""})
_REST_ONLY = frozenset({"Deployment", "RootResourceId", "UsagePlan", "UsagePlanKey", "ApiKey", "DomainNameV2"})
_REST_DOMAIN = ("DomainName.DistributionDomainName", "DomainName.DistributionHostedZoneId")
_SEGMENT_ENDS = "/?#\"' \n\t,"


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a text that is put together by Sub or Join.

    Arguments:
        text: the literal text, or the name of the variable.
        variable: whether it is a variable.
        node: the node that holds it.
        start: where it starts in the node's value (``${`` included).
        end: where it ends there.
        item: its index in the list of a Join; None in a Sub.
    """

    text: str
    variable: bool
    node: Node
    start: int
    end: int
    item: int | None = None

    def __contains__(self, reference: Reference) -> bool:
        """Whether a reference stands in this piece."""
        return self.node is reference.scalar and self.start <= reference.start < self.end


def to_http(move: Move) -> Iterator[Step]:
    """Rewrite every reference to the API and to what SAM generates for it."""
    seen: set[tuple[Node, int]] = set()
    replaced = list(_replaced(move))
    for reference in move.template.references:
        if (reference.scalar, reference.start) in seen or any(reference in piece for piece in replaced):
            continue
        seen.add((reference.scalar, reference.start))
        if reference.name == move.api.id:
            yield from _reference(move, reference)
        elif reference.name.startswith(move.api.id):
            yield from _generated(move, reference)


def _replaced(move: Move) -> Iterator[Piece]:
    """Variables for the stage that are rewritten as a segment of a URL or ARN, and not as references of their own."""
    for reference in move.template.references_to(move.api.id):
        found = _segment(_behind(reference)) if reference.attribute in ("", "RestApiId") and move.stage.is_default else None
        if found is not None and found.variable and _names_stage(move, found):
            yield found.piece


def _reference(move: Move, reference: Reference) -> Iterator[Step]:
    attribute = reference.attribute
    if attribute.split(".")[0] in _REST_ONLY or attribute.startswith(_REST_DOMAIN):
        yield move.find(REST_ONLY_REFERENCE, f"`{reference.name}.{attribute}` does not exist on an HTTP API.", reference.scalar)
    elif attribute == "RestApiId" and reference.form == "GetAtt":
        yield SetValue(reference.whole, ref(move.new_id))
    else:
        if attribute == "RestApiId":
            yield Fragment(reference.scalar, reference.end, reference.end + len(".RestApiId"), "")
        yield from _rename(move, reference, move.new_id)
    if attribute in ("", "RestApiId"):
        yield from _in_text(move, reference)
    elif attribute == "Stage" and move.stage.is_default:
        yield move.find(STAGE_VALUE, f"`{reference.name}.Stage` is `$default` from now on.", reference.scalar)


def _rename(move: Move, reference: Reference, new: str) -> Iterator[Step]:
    if new != reference.name and not _is_event_id(reference):
        yield Fragment(reference.scalar, reference.start, reference.end, new)


def _is_event_id(reference: Reference) -> bool:
    """Whether it is the plain logical id in an event, which the events concern rewrites."""
    return reference.form != "Ref" and reference.scalar.key == "RestApiId" and intrinsic(reference.scalar) is None


def _generated(move: Move, reference: Reference) -> Iterator[Step]:
    """Logical ids that SAM makes up: ``<Api><Stage>Stage``, ``<Api>Deployment<hash>``."""
    template = move.template
    if reference.name in template.resources or reference.name in template.parameters:
        return
    rest = reference.name.removeprefix(move.api.id)
    if move.stage.name is not None and rest == f"{move.stage.name}Stage":
        suffix = "ApiGatewayDefaultStage" if move.stage.is_default else f"{move.stage.after if isinstance(move.stage.after, str) else move.stage.name}Stage"
        yield from _rename(move, reference, move.new_id + suffix)
    elif rest.startswith(("Deployment", "BasePathMapping", "UsagePlan", "ApiKey")) or rest.endswith(("Stage", "BasePathMapping")):
        yield move.find(REST_ONLY_REFERENCE, f"`{reference.name}` is made by SAM for the REST API only.", reference.scalar)


# -- URLs and ARNs --------------------------------------------------------------------------------------------


def _in_text(move: Move, reference: Reference) -> Iterator[Step]:
    pieces, behind = _pieces(reference), _behind(reference)
    ahead = pieces[: len(pieces) - len(behind) - 1]
    before = "".join("?" if p.variable else p.text for p in ahead)
    after = behind[0].text if behind and not behind[0].variable else ""
    if after.startswith(".execute-api."):
        yield from _url(move, reference, behind)
    elif before.endswith("/restapis/"):
        yield move.find(MANAGEMENT_ARN, "The management ARN of the API becomes `/apis/…`.", reference.scalar)
        yield from _management(ahead[-1])
    elif "execute-api:" in before and after.startswith("/"):
        yield from _arn(move, reference, behind)
    elif before.endswith("API-Gateway-Execution-Logs_"):
        yield move.find(EXECUTION_LOGS, "This names the log group of execution logs, which HTTP APIs do not write.", reference.scalar)


def _management(piece: Piece) -> Iterator[Step]:
    at = piece.start + piece.text.rindex("restapis")
    yield Fragment(piece.node, at, at + len("restapis"), "apis")


def _url(move: Move, reference: Reference, pieces: Sequence[Piece]) -> Iterator[Step]:
    found = _segment(pieces)
    if found is None or (not found.text and not found.variable):
        return
    if not _names_stage(move, found):
        if move.stage.is_default:
            yield move.find(STAGE_URL, f"`{_shown(found)}` follows the host here, and that is not the API's stage.", reference.scalar)
        return
    if move.stage.is_default:
        yield from found.removed()
    elif isinstance(move.stage.after, str) and not found.variable:
        yield from found.replaced(move.stage.after)


def _arn(move: Move, reference: Reference, pieces: Sequence[Piece]) -> Iterator[Step]:
    found = _segment(pieces)
    if found is None or (not found.variable and found.text in _NOT_STAGES):
        return
    if not _names_stage(move, found):
        yield move.find(STAGE_ARN, f"The ARN names stage `{_shown(found)}`.", reference.scalar)
    elif move.stage.is_default:
        yield from found.replaced(DEFAULT_STAGE)
    elif isinstance(move.stage.after, str) and not found.variable:
        yield from found.replaced(move.stage.after)


@dataclass(frozen=True, eq=False)
class Segment:
    """The first segment of a path: where its slash stands, and what it is."""

    slash: Piece
    offset: int
    """Of the slash in the slash's node."""
    text: str
    variable: bool
    piece: Piece

    def removed(self) -> Iterator[Step]:
        """Take the segment out, its slash included."""
        if self.piece is self.slash:
            yield Fragment(self.slash.node, self.offset, self.offset + 1 + len(self.text), "")
            return
        if self.piece.node is self.slash.node:
            yield Fragment(self.slash.node, self.offset, self.piece.end, "")
            return
        if self.slash.text == "/" and self.slash.item is not None and (sequence := _list_of(self.slash)) is not None:
            yield RemoveItem(sequence, self.slash.item)
        else:
            yield Fragment(self.slash.node, self.offset, self.offset + 1, "")
        if self.piece.item is not None and (sequence := _list_of(self.piece)) is not None:
            yield RemoveItem(sequence, self.piece.item)
        else:
            yield Fragment(self.piece.node, self.piece.start, self.piece.end, "")

    def replaced(self, new: str) -> Iterator[Step]:
        """Put a literal stage name in its place."""
        if self.piece is self.slash:
            yield Fragment(self.slash.node, self.offset + 1, self.offset + 1 + len(self.text), new)
        elif self.piece.item is None:
            yield Fragment(self.piece.node, self.piece.start, self.piece.end, new)
        elif (sequence := _list_of(self.piece)) is not None:
            yield SetValue(sequence.items[self.piece.item], new)


def _list_of(piece: Piece) -> Node | None:
    node: Node | None = piece.node
    while node is not None and node.kind != "sequence":
        node = node.parent
    return node


def _segment(pieces: Sequence[Piece]) -> Segment | None:
    """The first segment of the path in the pieces behind an API's id; None when there is no path."""
    for index, piece in enumerate(pieces):
        if piece.variable or "/" not in piece.text:
            continue
        at = piece.text.index("/")
        rest = piece.text[at + 1 :]
        end = next((i for i, c in enumerate(rest) if c in _SEGMENT_ENDS), len(rest))
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if end == len(rest) and following is not None and following.variable:
            tail = pieces[index + 2].text if index + 2 < len(pieces) and not pieces[index + 2].variable else ""
            alone = not rest and (not tail or tail[0] in _SEGMENT_ENDS)
            return Segment(piece, piece.start + at, following.text if alone else "?", True, following)
        return Segment(piece, piece.start + at, rest[:end], False, piece)
    return None


def _shown(segment: Segment) -> str:
    return f"${{{segment.text}}}" if segment.variable else segment.text


def _names_stage(move: Move, segment: Segment) -> bool:
    """Whether a segment is the API's stage: its name, its parameter, or a reference to the stage."""
    if not segment.variable:
        return segment.text == move.stage.name
    if segment.text in (f"{move.api.id}.Stage", f"{move.api.id}{move.stage.name}Stage"):
        return True
    call = intrinsic(move.stage.before)
    if call is not None and call.name == "Sub" and call.text is not None:
        return call.text == f"${{{segment.text}}}"
    return ref_target(move.stage.before) == segment.text


def _behind(reference: Reference) -> list[Piece]:
    """The pieces that follow a reference in its text."""
    pieces = _pieces(reference)
    at = next((index for index, piece in enumerate(pieces) if piece.variable and reference in piece), len(pieces))
    return pieces[at + 1 :]


def _pieces(reference: Reference) -> list[Piece]:
    """The text that a reference is a part of."""
    if reference.form == "Sub":
        return _of_sub(reference.scalar, None)
    parent = reference.whole.parent
    outer = parent.parent if parent is not None else None
    call = (intrinsic(outer) or intrinsic(outer.parent)) if outer is not None else None  # short form, long form
    if call is None or call.name != "Join":
        return []
    parts = call.argument.elements()
    if len(parts) != 2 or literal(parts[0]) != "" or parts[1] is not parent:
        return []
    return [piece for index, item in enumerate(parts[1].items) for piece in _of_item(item, index)]


def _of_item(item: Node, index: int) -> list[Piece]:
    call = intrinsic(item)
    if call is None:
        return [Piece(item.text, False, item, 0, len(item.text), index)]
    if call.name == "Sub" and call.text is not None:
        return _of_sub(call.argument, None)
    return [Piece(call.text or "?", True, call.argument, 0, len(call.text or "?"), index)]


def _of_sub(scalar: Node, item: int | None) -> list[Piece]:
    pieces, at = [], 0
    for variable in VARIABLE.finditer(scalar.text):
        if at < variable.start():
            pieces.append(Piece(scalar.text[at : variable.start()], False, scalar, at, variable.start(), item))
        pieces.append(Piece(variable[1], True, scalar, variable.start(), variable.end(), item))
        at = variable.end()
    if at < len(scalar.text):
        pieces.append(Piece(scalar.text[at:], False, scalar, at, len(scalar.text), item))
    return pieces


CONCERN = Concern(
    "references",
    (REST_ONLY_REFERENCE, STAGE_URL, STAGE_ARN, STAGE_VALUE, EXECUTION_LOGS, MANAGEMENT_ARN),
    to_http,
)
