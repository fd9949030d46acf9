"""Bodies: an HTTP API sends as text only what is text by its content type, and all else base64 encoded."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import codes, sentences
from .body_parsers import DECODERS, FORM_PARSERS, calls, last_name, of_field
from .chains import named
from .code import Module
from .draft import Draft
from .session import Read
from .sites import Site, flat
from .trees import counted, walk


def decide(reads: Iterable[Read], facts: RouteFacts, *, rewrite: bool, level: Level | None) -> None:
    """R9 and R10: decode bodies that arrive encoded, or say that they do.

    Arguments:
        reads: what is read of the event.
        facts: what the template says.
        rewrite: whether reads of the body may be wrapped.
        level: the level of what is not proven; None for that of its code.
    """
    reads = list(reads)
    every = [(read, site) for read in reads for site in flat(read.sites)]
    bodies = [
        (read, site)
        for read, site in every
        if site.path[:1] == ("body",) and site.kind not in ("test", "log", "statement")
    ]
    tells = [(read.draft, site) for read, site in every if site.path[:1] == ("isBase64Encoded",)]
    unproven = next((told for told in tells if not _decodes(*told)), None)
    if unproven is not None:
        sentences.ENCODING_READ.on(unproven[0], unproven[1].node, level=level)
    if bodies and not tells:
        _never_asked(reads, bodies, facts, rewrite=rewrite, level=level)


def _never_asked(
    reads: list[Read], bodies: list[tuple[Read, Site]], facts: RouteFacts, *, rewrite: bool, level: Level | None
) -> None:
    """Decode bodies of which nobody asks how they arrive, or say that they may be encoded."""
    drafts = list({id(read.draft): read.draft for read in reads}.values())
    decodes = any(not of_field(draft, call) for draft in drafts for call in calls(draft, DECODERS))
    forms = [(draft, call) for draft in drafts for call in calls(draft, FORM_PARSERS)]
    draft, site = bodies[0][0].draft, bodies[0][1]
    unwrapped = _as_sent(bodies)
    if decodes or (forms and facts.binary):
        sentences.BLINDLY_DECODED.on(draft, site.node, level=level)
    elif unwrapped is None:
        stored = next((read.draft, site) for read, site in bodies if site.kind in ("store", "put"))
        stored[0].say(
            codes.FORM_BODY,
            stored[1].node,
            "The body is written into the event here, and `isBase64Encoded` is never asked. An HTTP API sends every body that is no text by its content "
            "type base64 encoded.",
            "Decode the body if `isBase64Encoded` is set, and keep it in a variable of its own.",
            level,
        )
    elif rewrite and not facts.binary:
        _wrap(unwrapped)
    elif forms:
        sentences.FORM_READ.on(*forms[0], level=level)
    else:
        sentences.BODY_ENCODED.on(draft, site.node)


def _as_sent(bodies: list[tuple[Read, Site]]) -> list[tuple[Draft, Site]] | None:
    """The reads that find the body as it was sent: all, or those up to the one place that puts another value there.

    Returns:
        None where it is not certain which they are.
    """
    written = [(read, site) for read, site in bodies if site.kind in ("store", "put")]
    if not written:
        return [(read.draft, site) for read, site in bodies]
    first, put = written[0]
    module = first.draft.module
    line = next(above for above in module.above(put.node) if isinstance(above, cst.BaseSmallStatement))
    if len(written) > 1 or put.kind == "store":
        return None
    if _is_empty(first, line):  # then `isBase64Encoded` is false, and what is put there is read as it is
        return [(read.draft, site) for read, site in bodies if site is not put]
    return _read_until(first, put, line, bodies) if _always_run(first, line) else None


def _read_until(
    first: Read, put: Site, line: cst.CSTNode, bodies: list[tuple[Read, Site]]
) -> list[tuple[Draft, Site]] | None:
    """The reads of a body in front of the statement that puts another value there; None where others may be."""
    found: list[tuple[Draft, Site]] = []
    for read, site in bodies:
        if read.function is first.function and site.event == put.event:
            before = site is not put and _is_before(first.draft.module, site.node, line)
            found += [(read.draft, site)] if before else []
        elif not _within(first, read, [each for each, _ in bodies]) or _called_before(first, line):
            return None
    return found or None


def _is_before(module: Module, node: cst.CSTNode, line: cst.CSTNode) -> bool:
    """Whether an expression stands before a statement, or in it."""
    return any(above is line for above in module.above(node)) or _start(module, node) < _start(module, line)


def _within(first: Read, read: Read, reads: list[Read], hops: int = 4) -> bool:
    """Whether a function is called by another one only, itself or through others."""
    by = {id(each.function): each for each in reads}
    calls = read.draft.calls.get(read.function, [])
    around = [draft.module.function_of(call) for draft, call in calls]
    return bool(around) and all(
        one is first.function
        or (hops > 0 and id(one) in by and by[id(one)] is not read and _within(first, by[id(one)], reads, hops - 1))
        for one in around
    )


def _called_before(read: Read, line: cst.CSTNode) -> bool:
    """Whether a function hands the event on before a statement of it."""
    module = read.draft.module
    given = (site for site in flat(read.sites) if site.kind == "followed" and not site.path)
    return any(_start(module, site.node) < _start(module, line) for site in given)


def _is_empty(read: Read, line: cst.CSTNode) -> bool:
    """Whether a statement runs only where there is no body: below ``if not event["body"]:``, or where it is None."""
    asked = {id(site.user) for site in flat(read.sites) if site.kind == "test" and site.path == ("body",)}
    module = read.draft.module
    block = module.up(module.up(line))
    above = module.up(block)
    if not isinstance(above, cst.If) or above.body is not block or id(above.test) not in asked:
        return False
    compared = above.test.comparisons[0].operator if isinstance(above.test, cst.Comparison) else None
    return isinstance(above.test, cst.UnaryOperation) or isinstance(compared, (cst.Is, cst.Equal))


def _start(module: Module, node: cst.CSTNode) -> int:
    span = module.span(node)
    return span.start if span is not None else 0


def _always_run(read: Read, line: cst.CSTNode) -> bool:
    """Whether a statement runs before what stands behind it, wherever there is a body at all."""
    module = read.draft.module
    asked = {id(site.user) for site in flat(read.sites) if site.kind == "test" and site.path == ("body",)}
    inside = line
    for above in module.above(line):
        match above:
            case cst.FunctionDef():
                return above is read.function
            case cst.If(body=body) if body is not inside or not _is_there(above, asked):
                return False
            case cst.Try(body=body, handlers=handlers) if body is not inside or not all(_leaves(h) for h in handlers):
                return False
            case cst.For() | cst.While() | cst.With() | cst.Match() | cst.TryStar():
                return False
        inside = above
    return False


def _is_there(node: cst.If, asked: set[int]) -> bool:
    """Whether a branch is taken wherever there is a body: ``if event["body"]:``, or ``isinstance(event["body"], str)``."""
    match node.test:
        case cst.Call(args=[given, cst.Arg(value=cst.Name(value="str"))]):
            return id(given) in asked
    return id(node) in asked


def _leaves(clause: cst.ExceptHandler) -> bool:
    """Whether what stands behind a caught error is not reached."""
    last = clause.body.body[-1] if clause.body.body else None
    parts = last.body if isinstance(last, cst.SimpleStatementLine) else [last]
    return isinstance(parts[-1], (cst.Return, cst.Raise))


def _wrap(bodies: Iterable[tuple[Draft, Site]]) -> None:
    """Read every body through a helper that decodes it where it must."""
    for draft, site in bodies:
        step = site.step(0)
        if step is not None and site.event:
            draft.helpers.add("_body")
            draft.put(step.node, lambda node, event=site.event: _read(node, event), neutral=True)  # type: ignore[misc]
        elif step is not None:
            sentences.BODY_ENCODED.on(draft, site.node)


def _read(node: cst.CSTNode, event: str) -> cst.BaseExpression:
    """``_body(event)``; a default of ``.get`` never was used, since a REST API sends null."""
    assert isinstance(node, (cst.Subscript, cst.Call))
    made = cst.Call(func=cst.Name("_body"), args=[cst.Arg(named(event))])
    return made.with_changes(lpar=node.lpar, rpar=node.rpar)


def _decodes(draft: Draft, site: Site) -> bool:
    """Whether what is asked is only whether to decode."""
    if site.kind == "log":
        return True
    function = draft.module.function_of(site.node)
    if site.kind == "alias" and function is not None and counted(function).get(site.name) == 1:
        uses = [node for node in walk(function) if isinstance(node, cst.Name) and node.value == site.name]
        read = [use for use in uses if not isinstance(draft.module.up(use), cst.AssignTarget)]
        return all(_asks(draft, use) or _in_a_line(draft, use) for use in read)
    return _asks(draft, site.node)


def _in_a_line(draft: Draft, node: cst.CSTNode) -> bool:
    """Whether a value only becomes part of a text that nothing keeps, as one for a log."""
    above = next((each for each in draft.module.above(node) if isinstance(each, cst.BaseSmallStatement)), None)
    return isinstance(above, cst.Expr) and isinstance(draft.module.up(node), cst.FormattedStringExpression)


def _asks(draft: Draft, node: cst.CSTNode) -> bool:
    """Whether a test asks for something, and what runs where it holds decodes."""
    at = node
    for above in draft.module.above(node):
        if isinstance(above, (cst.If, cst.IfExp)) and above.test is at:
            inside = above.body
            return any(isinstance(n, cst.Call) and last_name(draft.module, n) in DECODERS for n in walk(inside))
        if not isinstance(above, (cst.BooleanOperation, cst.Comparison)):
            return False
        at = above
    return False
