"""Bodies as JavaScript reads them: which are JSON, which are decoded, and where it is asked whether to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import answer_sentences, sentences
from .chains import Chain
from .expressions import calls, string
from .syntax import ScriptModule, above, walk

if TYPE_CHECKING:
    from .judge import Judge

_UNREAD = frozenset({"truth", "log", "statement", "null", "pattern"})
"""Uses for which it does not matter how a body is written."""


_AROUND = frozenset({"binary_expression", "parenthesized_expression", "unary_expression", "as_expression", "arguments"})
"""What may stand between the mark of an encoded body and what is done where it is set."""


def read(chain: Chain) -> bool:
    """Whether a chain reads the text of the body."""
    return chain.path == ("body",) and bool(chain.steps) and chain.use.kind not in _UNREAD


def decide(judge: Judge, chains: list[Chain], facts: RouteFacts) -> None:
    """Say what is read of bodies that arrive encoded now, or no longer."""
    bodies = [
        chain
        for chain in chains
        if chain.path == ("body",) and chain.use.kind not in (*_UNREAD, "name", "parameter", "result")
    ]
    tells = [chain for chain in chains if chain.path == ("isBase64Encoded",) and chain.use.kind != "log"]
    blind = [chain for chain in bodies if _decodes(chain) and not tells]
    if not judge.http:
        _to_rest(judge, tells, blind, facts)
        other = next((chain for chain in bodies if not _json(chain) and chain.use.kind != "typeof"), None)
        if other is not None and not tells and not blind:
            sentences.BODY_AS_IT_STANDS.on(judge, other)
        return
    for chain in tells:
        if chain.use.kind not in ("name", "parameter", "result", "pattern") and not _asks(
            judge, chain.module, chain.node
        ):
            sentences.ENCODING_READ.on(judge, chain)
    if tells or not bodies:
        return
    for chain in blind:
        sentences.BLINDLY_DECODED.on(judge, chain)
    if blind:
        return
    other = next((chain for chain in bodies if not _json(chain)), None)
    mended = wrapped(chains)
    if other is not None and facts.binary:
        sentences.BLINDLY_DECODED.on(judge, other)
    elif other is not None:
        level = Level.WARNING if facts.after == "2.0" else None
        sentences.FORM_READ.on(judge, other, level=level, mended=mended)
    else:
        sentences.BODY_ENCODED.on(judge, bodies[0], mended=mended)


def wrapped(chains: list[Chain]) -> bool:
    """Whether bodies are to be read through a function that decodes them."""
    tells = any(chain.path == ("isBase64Encoded",) for chain in chains)
    if any(chain.path == ("body",) and chain.use.kind == "store" for chain in chains):
        return False  # what is read later is what the code put there
    return not tells and not any(_decodes(chain) for chain in chains if chain.path == ("body",))


def _to_rest(judge: Judge, tells: list[Chain], blind: list[Chain], facts: RouteFacts) -> None:
    for chain in blind:
        sentences.BLINDLY_DECODED_TO_REST.on(judge, chain)
    if tells and not facts.binary:
        answer_sentences.FILES_DAMAGED.on(judge, tells[0])


def _json(chain: Chain) -> bool:
    return chain.use.kind == "argument" and chain.use.name == "JSON.parse"


def _decodes(chain: Chain) -> bool:
    """Whether a body is taken for base64."""
    if chain.use.name in ("atob", "js-base64.decode", "base-64.decode"):
        return True
    call = calls(chain.use.node)
    if chain.use.kind != "argument" or chain.use.name not in ("Buffer.from", "buffer.Buffer.from") or not call:
        return False
    return len(call.given) > 1 and string(chain.module, call.given[1]) in ("base64", "base64url")


def _asks(judge: Judge, module: ScriptModule, node: Node) -> bool:
    """Whether what is asked is only whether to decode: the branch or the value behind it says ``base64``."""
    for around in above(node):
        if around.type in ("ternary_expression", "if_statement"):
            then = around.child_by_field_name("consequence")
            return then is not None and _says_base64(judge, module, then)
        if around.type == "variable_declarator":
            binding = judge.program.scopes(module).constant(around.child_by_field_name("name"))
            reads = binding.reads if binding is not None else []
            return bool(reads) and all(_asks(judge, module, read) for read in reads)
        if around.type not in _AROUND and module.text(calls(around).function) != "Boolean":
            return False
    return False


def _says_base64(judge: Judge, module: ScriptModule, node: Node) -> bool:
    """Whether code decodes, or reads a name whose value is decoded."""
    values = (judge.program.scopes(module).value(each) for each in walk(node) if each.type == "identifier")
    return any("base64" in module.text(each) for each in (node, *values))
