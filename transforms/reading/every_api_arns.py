"""ARNs of APIs that no reference names (``*`` or a text in the place of the id), as they stand in a template and as what
parameters and mappings make of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from migrator.sam.patterns import fits
from migrator.sam.template import Template
from migrator.text.node import Node
from migrator.text.values import get, intrinsic, literal

from .lookups import allowed, looked_up
from .pieces import Piece, pieces
from .statements import may_be_about_calls, statement

_ID = r"[^:\s\"',/]*[*?][^:\s\"',/]*"
_EVERY_API = re.compile(rf"(?<![^\s\"',/])([^\s\"',/]*:){_ID}/([^\s\"',/]+)([^\s\"',]*)")
"""What stands before the id of an API that is a pattern, the stage and what follows; it begins where no other part does, so
that no text is read twice."""
_PART = r"(?:\$\{[^{}]*\}|[^:\s\"',/$])*"
_NAMED = re.compile(rf"execute-api:{_PART}:{_PART}:({_PART})")
"""The id of an API in an ARN."""
_LOOSE = re.compile(r"[^\s\"',]*[*?][^\s\"',]*")
"""A pattern of which it cannot be told what stands for the API, the stage and the path."""
_BEFORE_ID = re.compile(r"^arn:[^:]*:execute-api:[^:]*:[^:]*:")
UNKNOWN = "${?}"
"""What stands for a value that nothing in the template tells."""
MOST_TEXTS = 64
"""How many texts are looked at that parameters and mappings make of one."""


@dataclass(frozen=True, eq=False)
class Arn:
    """One ARN for every API.

    Arguments:
        node: where it is used.
        stage: as it is written: a name, a pattern, or a variable of a Sub.
        rest: method and path, each behind a slash.
    """

    node: Node
    stage: str
    rest: str


def arns(template: Template, root: Node, names: Collection[str]) -> list[Arn]:
    """Find the ARNs for every API in a part of a template.

    Arguments:
        root: the part.
        names: names of stages to look for in patterns of which it cannot be told what stands for the stage.
    """
    found: list[Arn] = []
    for node in root.walk():
        for text in _said(template, node):
            found += _written(node, text) or _loose(node, text, names)
    return found


def _written(node: Node, text: str) -> list[Arn]:
    parts = [each for each in _EVERY_API.finditer(text) if "execute-api:" in each[1]]
    return [Arn(node, each[2], each[3]) for each in parts]


def written_ids(template: Template, root: Node) -> list[tuple[Node, str]]:
    """Find the APIs that ARNs in a part of a template name by another id than a reference to one of the template.

    Arguments:
        root: the part.

    Returns: where each stands, and the id: written out, or what is known at deployment only, such as ``${Id}``.
    """
    found = [(node, id_) for node in root.walk() for text in _said(template, node) for id_ in _NAMED.findall(text)]
    return [(node, id_) for node, id_ in found if id_.strip("*?") and not _is_resource(template, id_)]


def _is_resource(template: Template, id_: str) -> bool:
    """Whether an id refers to a resource: of this text, or of the whole template where it stands without an API of it."""
    name = re.split(r"[.}]", id_.removeprefix("${"), maxsplit=1)[0]
    return id_.startswith("${") and name.isalnum() and name not in template.parameters


def _loose(node: Node, text: str, names: Collection[str]) -> list[Arn]:
    stated = statement(node) if "*" in text else None
    if stated is None or not may_be_about_calls(stated):
        return []
    return [Arn(node, stage, "") for stage in names if _holds(text, stage)]


def _holds(text: str, stage: str) -> bool:
    """Whether a pattern in a text names a stage behind what can stand for every API, such as ``*/prod/*``."""
    for token in _LOOSE.findall(text):
        before, behind, _ = token.partition(stage)
        every = _BEFORE_ID.sub("arn:aws:execute-api:r:a:", before)
        if behind and not re.match(r"arn:[^:]*:execute-api:[^:]*:[^:]*:[^*?/]+/", token) and fits(every, _ANY):
            return True
    return False


_ANY = "arn:aws:execute-api:r:a:id/"
"""What stands before the stage in the ARN of an API."""


def _said(template: Template, node: Node) -> list[str]:
    """A text as it stands or as it is put together, with what parameters and mappings are known to hold."""
    call = intrinsic(node)
    if call is not None and call.name == "FindInMap":
        return looked_up(template, node) or []
    if call is not None and call.name in ("Join", "Sub", "Ref"):
        return _written_out(template, pieces(node))
    return [node.text] if node.kind == "scalar" and call is None and not _of_sub(node) else []


def _of_sub(node: Node) -> bool:
    """Whether a text is that of a ``Fn::Sub`` in its long form, which was put together already."""
    above = node.parent.parent if node.parent is not None and node.parent.kind == "sequence" else node.parent
    call = intrinsic(above)
    return call is not None and call.name == "Sub"


def _written_out(template: Template, row: Sequence[Piece]) -> list[str]:
    texts = [""]
    for piece in row:
        values = [piece.text] if piece.kind == "text" else _values(template, piece)
        texts = [text + value for text in texts for value in values][:MOST_TEXTS]
    return texts


def _values(template: Template, piece: Piece) -> list[str]:
    """What a name or another part of a text can be: all that is known, and itself where that may not be all."""
    itself = f"${{{piece.text}}}" if piece.text else UNKNOWN
    if piece.kind == "unknown":
        return looked_up(template, piece.origin) or looked_up(template, piece.origin.parent or piece.origin) or [itself]
    parameter = template.parameters.get(piece.text)
    listed = allowed(parameter)
    values = [literal(each) for each in listed] if listed is not None else [literal(get(parameter, "Default")), itself]
    return [value for value in dict.fromkeys(values) if value]
