"""Bodies: an HTTP API sends as text only what is text by its content type, and all else base64 encoded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import codes, sentences
from .chains import named
from .code import Module
from .draft import Draft
from .sites import Site
from .trees import assigned, counted, dotted, literal, walk

FORM_PARSERS: Final = frozenset(
    {
        "parse_qs",
        "parse_qsl",
        "parse_multipart",
        "FieldStorage",
        "message_from_string",
        "message_from_bytes",
        "MultipartDecoder",
        "MultipartParser",
        "FormParser",
        "parse_form",
        "parse_form_data",
    }
)
"""Last names of what reads forms and files. Their content types are no text for an HTTP API."""

DECODERS: Final = frozenset({"b64decode", "decodebytes", "standard_b64decode", "urlsafe_b64decode", "a2b_base64"})


def last_name(module: Module, call: cst.Call) -> str:
    """The last part of a function's name: of what an import says that it is, else of what is written."""
    name = module.global_name(call.func) or dotted(call.func)
    coded = (literal(arg.value) for arg in call.args) if name == "codecs.decode" else ()
    if any(found is not None and "base64" in str(found.evaluated_value) for found in coded):
        return "b64decode"
    return name.rpartition(".")[2]


def calls(draft: Draft, names: frozenset[str]) -> list[cst.Call]:
    """Calls of functions with such last names in a file, those of the helpers that are added left out."""
    found: list[cst.Call] = []
    if not any(name in draft.module.source.text for name in (*names, "codecs")):
        return found
    for node in walk(draft.module.tree):
        if isinstance(node, cst.Call) and last_name(draft.module, node) in names:
            inside = [f.name.value for f in draft.module.above(node) if isinstance(f, cst.FunctionDef)]
            query = "rawQueryString" in draft.module.tree.code_for_node(node)
            if not query and not any(draft.has(name) for name in inside):
                found.append(node)
    return found


def of_field(draft: Draft, call: cst.Call) -> bool:
    """Whether what is decoded is a field of something other than the event, as of JSON that the body holds, or a text."""
    value = call.args[0].value if call.args else None
    if isinstance(value, cst.Name):
        around = next((f for f in draft.module.above(call) if isinstance(f, cst.FunctionDef)), None)
        given = list(assigned(around, value.value)) if around is not None else []
        bound = counted(around).get(value.value, 0) if around is not None else 0
        return bool(given) and bound == len(given) and all(_is_field(each) for each in given)
    return value is not None and _is_field(value)


def _is_field(node: cst.BaseExpression) -> bool:
    match node:
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            found = literal(key)
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="get")), args=[cst.Arg(value=key), *_]):
            found = literal(key)
        case _:
            return literal(node) is not None
    return found is not None and found.evaluated_value != "body"


def decide(
    drafts: Iterable[tuple[Draft, list[Site], str]], facts: RouteFacts, *, rewrite: bool, level: Level | None
) -> None:
    """R9 and R10: decode bodies that arrive encoded, or say that they do.

    Arguments:
        drafts: the files, each with the sites of one function and the name of its event.
        facts: what the template says.
        rewrite: whether reads of the body may be wrapped.
        level: the level of what is not proven; None for that of its code.
    """
    drafts = list(drafts)
    bodies = [
        (draft, site, root)
        for draft, sites, root in drafts
        for site in sites
        if site.path[:1] == ("body",) and site.kind not in ("test", "log", "statement")
    ]
    tells = [(draft, site) for draft, sites, _ in drafts for site in sites if site.path[:1] == ("isBase64Encoded",)]
    parsers = {id(draft): calls(draft, FORM_PARSERS) for draft, _, _ in drafts}
    decoders = {id(draft): [c for c in calls(draft, DECODERS) if not of_field(draft, c)] for draft, _, _ in drafts}
    forms = [(draft, call) for draft, _, _ in drafts for call in parsers[id(draft)]]
    if not bodies:
        return
    draft, site, _ = bodies[0]
    if tells:
        if not all(_decodes(*told) for told in tells):
            sentences.ENCODING_READ.on(tells[0][0], tells[0][1].node, level=level)
        return
    if any(decoders[id(draft)] for draft, _, _ in drafts) or (forms and facts.binary):
        draft.say(
            codes.FORM_BODY,
            site.node,
            "The body may be base64 by what this code or the REST API's binary media types say, but `isBase64Encoded` is never asked. "
            "An HTTP API decides by content type: text and JSON arrive as text, all else encoded.",
            codes.FORM_BODY.remedy,
            level,
        )
        return
    stored = next(((draft, site) for draft, site, _ in bodies if site.kind == "store"), None)
    if stored is not None:
        stored[0].say(
            codes.FORM_BODY,
            stored[1].node,
            "The body is written into the event here, and `isBase64Encoded` is never asked. An HTTP API sends every body that is no text by its content "
            "type base64 encoded.",
            "Decode the body if `isBase64Encoded` is set, and keep it in a variable of its own.",
            level,
        )
    elif rewrite and not facts.binary:
        _wrap(bodies)
    elif forms:
        forms[0][0].say(
            codes.FORM_BODY,
            forms[0][1],
            "A form is read from the body. An HTTP API sends forms and files base64 encoded, with `isBase64Encoded` set.",
            sentences.DECODE,
            level,
        )
    else:
        _say_encoded(draft, site)


def _say_encoded(draft: Draft, site: Site) -> None:
    draft.say(
        codes.JSON_BODY,
        site.node,
        "An HTTP API sends a form, a body without a content type, or one that is no text, base64 encoded.",
        "Decode the body if `isBase64Encoded` is set, or see that clients send `Content-Type: application/json` or a text type.",
    )


def _wrap(bodies: Iterable[tuple[Draft, Site, str]]) -> None:
    """Read every body through a helper that decodes it where it must."""
    for draft, site, _ in bodies:
        step = site.step(0)
        if step is not None and site.event:
            draft.helpers.add("_body")
            draft.put(step.node, lambda node, event=site.event: _read(node, event), neutral=True)  # type: ignore[misc]
        elif step is not None:
            _say_encoded(draft, site)


def _read(node: cst.CSTNode, event: str) -> cst.BaseExpression:
    """``_body(event)``; a default of ``.get`` never was used, since a REST API sends null."""
    assert isinstance(node, (cst.Subscript, cst.Call))
    made = cst.Call(func=cst.Name("_body"), args=[cst.Arg(named(event))])
    return made.with_changes(lpar=node.lpar, rpar=node.rpar)


def _decodes(draft: Draft, site: Site) -> bool:
    """Whether what is asked is only whether to decode."""
    if site.kind == "log":
        return True
    at: cst.CSTNode = site.node
    for above in draft.module.above(site.node):
        if isinstance(above, (cst.If, cst.IfExp)) and above.test is at:
            inside = above.body
            return any(isinstance(n, cst.Call) and last_name(draft.module, n) in DECODERS for n in walk(inside))
        if not isinstance(above, (cst.BooleanOperation, cst.Comparison)):
            return False
        at = above
    return False
