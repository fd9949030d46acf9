"""Authorizer functions: the token, the ARN of what is called, the kind of event, and an answer that may not come to allow more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from migrator.facts import AuthorizerFacts

from .. import authorizer_codes, authorizer_sentences, field_uses, sentences
from ..codes import STAGE
from ..fields import names_stage
from ..rules import stage_changes
from . import arns, contexts
from .answer import is_async
from .answers import Answers
from .chains import Chain
from .exact import PASSES
from .expressions import bare, calls, sign_of, string
from .follow import Follower
from .imports import entries
from .judge import Judge
from .meanings import FoundInProgram
from .program import ScriptProgram
from .syntax import FUNCTIONS, ScriptModule, function_of, parts, walk
from .syntax import field as child
from .texts import texts

if TYPE_CHECKING:
    from .session import ScriptSession

_WHOLE: Final = PASSES | {"object", "text", "sum", "truth", "return", "null"}
"""Uses that take an ARN as one text."""

_LOOSE: Final = frozenset(
    {
        "ternary_expression",
        "binary_expression",
        "assignment_expression",
        "augmented_assignment_expression",
        "sequence_expression",
        "as_expression",
        "satisfies_expression",
    }
)
"""Expressions of which ``await`` would take the first part only."""
_NOT_BOOLEAN: Final = FUNCTIONS | {"number", "object", "array", "regex"}


def decide(
    session: ScriptSession,
    judge: Judge,
    follower: Follower,
    function: Node,
    module: ScriptModule,
    facts: AuthorizerFacts,
) -> None:
    """Judge what only authorizers read, and what they answer."""
    stages = arns.OwnStage(session.program, session.program.reachable(session.entry.module))
    for chain in follower.chains:
        rule = judge.table(chain.path)
        if rule is None or chain.use.kind == "log":
            continue
        if rule.kind == "type":
            authorizer_sentences.TYPE_READ.on(judge, chain)
        elif rule.kind == "token":
            _token(judge, chain, facts)
        elif rule.kind == "source":
            _source(judge, chain, facts)
        elif rule.kind == "arn" and stage_changes(facts) and not _whole(stages, chain):
            _arn(judge, chain)
    if judge.http:
        for each in session.program.modules:
            _refusals(session, each)
    _literals(session, stages, follower, facts)
    if facts.simple_before and not facts.simple_after:
        _to_policy(session, follower, function, module, facts)
    elif facts.before == "2.0":
        contexts.decide(session, module, function)


def _token(judge: Judge, chain: Chain, facts: AuthorizerFacts) -> None:
    if facts.sources == 1 and judge.http:
        return
    field_uses.several_sources(judge.use_of(chain), facts.sources)


def _source(judge: Judge, chain: Chain, facts: AuthorizerFacts) -> None:
    if facts.before == "1.0":
        if chain.use.kind != "statement":
            authorizer_sentences.NO_SOURCES_SENT.on(judge, chain)
        return
    first = chain.use.name == "0" or chain.use.name == "[0]"
    if chain.use.kind == "element" and first and facts.sources == len(facts.headers) == 1:
        return
    authorizer_sentences.IDENTITY_SOURCES.on(judge, chain)


def _arn(judge: Judge, chain: Chain) -> None:
    judge.say(
        STAGE,
        chain,
        f"`{chain.path[0]}` is taken apart or compared here. It is `arn:...:API/STAGE/METHOD/PATH`, and the stage in it is another one afterwards, `$default` unless it is named: a test or a policy that depends on it lets in others.",
        "Take nothing of the ARN but what stands in front of the first slash, and let policies end in `/*` behind it.",
    )


def _whole(stages: arns.OwnStage, chain: Chain) -> bool:
    """Whether nothing is done with an ARN for which the stage in it matters."""
    if chain.use.kind in _WHOLE:
        return True
    if chain.use.kind == "method" and chain.use.name == "split":
        return stages.of_split(chain.module, chain.use.node)
    return False


def _literals(session: ScriptSession, stages: arns.OwnStage, follower: Follower, facts: AuthorizerFacts) -> None:
    """Texts that name the stage, as resources of policies do: whole, or in front of a method in an ARN that is put together."""
    if not stage_changes(facts):
        return
    modules = session.program.reachable(session.entry.module)
    taken = any(chain.path[:1] in (("methodArn",), ("routeArn",)) for chain in follower.chains)
    taken = taken or any(b":execute-api:" in module.data for module in modules)
    for module in modules:
        for node in arns.put_together(session.program, module):
            if node.id in stages.known:
                continue
            sentences.STAGE_PUT_IN.on(session.draft(module), node)
        for node in walk(module.root):
            if node.type not in ("string_fragment", "regex_pattern"):
                continue
            text = module.text(node).replace("\\/", "/")
            if names_stage(text, facts.stage_names, taken=taken):
                session.draft(module).say(
                    STAGE,
                    node,
                    f"`{text.strip()}` names a stage in an ARN. ARNs of the new API hold another one, so a policy or a test with this text allows or denies something else.",
                    sentences.STAGE_PUT_IN.remedy,
                )


def _refusals(session: ScriptSession, module: ScriptModule) -> None:
    """``callback("Unauthorized")`` and ``throw new Error("Unauthorized")``: 401 with a REST API."""
    for node in walk(module.root):
        text = None
        if (call := calls(node)) and len(call.given) == 1:
            text = string(module, call.given[0])
        elif node.type == "throw_statement" and parts(node):
            text = _error(module, parts(node)[0])
        if text is None and call.given:
            text = _error(module, call.given[0])
        if (text or "").strip().lower() != "unauthorized" or (call and _logs(module, call.function)):
            continue
        authorizer_sentences.REFUSAL.on(session.draft(module), node)


def _error(module: ScriptModule, node: Node) -> str | None:
    node = bare(node)
    given = parts(child(node, "arguments")) if node.type == "new_expression" else []
    return string(module, given[0]) if given else None


def _logs(module: ScriptModule, function: Node) -> bool:
    return module.text(function).startswith("console.")


def _to_policy(
    session: ScriptSession, follower: Follower, function: Node, module: ScriptModule, facts: AuthorizerFacts
) -> None:
    """Wrap the answers of an authorizer: whatever is no ``isAuthorized: true`` denies, or fails as it did."""
    draft = session.draft(module)
    root = next((h for h in follower.holders.values() if h.kind == "root" and h.binding is not None), None)
    helper = "_policyForAll" if facts.cached and facts.sources == len(facts.headers) else "_policy"
    body = child(function, "body")
    if root is None or root.binding is None or body is None or not is_async(function):
        draft.say(
            authorizer_codes.AUTHORIZER_ANSWER,
            function,
            "The authorizer answers `isAuthorized`, and where the answer becomes a policy is not found: it is no `async` function with an event of its own name.",
            "Return a policy, from an `async` function.",
        )
        return
    event = root.binding.name
    values = [body] if body.type != "statement_block" else []
    if not values:
        for node in walk(body, own=True):
            if node.type == "return_statement" and function_of(node) == function and parts(node):
                values.append(parts(node)[0])
    for value in values:
        given = calls(bare(value))
        if (name := module.text(given.function)) in ("_policy", "_policyForAll") and draft.has(name):
            continue
        for answer in Answers(session.program).value(module, value):
            said = [answer.keys["isAuthorized"]] if "isAuthorized" in answer.keys else []
            said += [(put.module, put.value) for put in answer.set_later("isAuthorized") if put.value is not None]
            for where, allowed in said:
                if _is_no_boolean(session.program, where, allowed):
                    authorizer_sentences.NOT_BOOLEAN.on(session.draft(where), allowed)
        # The value may be a promise, which the function would have waited for.
        wait = "" if bare(value).type == "object" else "await (" if value.type in _LOOSE else "await "
        draft.wrap(value, f"{draft.use(helper)}({event}, {wait}", "))" if wait.endswith("(") else ")")


def _is_no_boolean(program: ScriptProgram, module: ScriptModule, node: Node, hops: int = 6) -> bool:
    """Whether a value is no Boolean for certain on some way: what an HTTP API makes of it is not documented."""
    node = bare(node)
    if hops <= 0:
        return False
    if node.type == "ternary_expression" or sign_of(node) in ("||", "??", "&&"):
        names = ("consequence", "alternative", *(("left",) if sign_of(node) != "&&" else ()), "right")
        sides = [each for name in names if (each := child(node, name)) is not None]
        return any(_is_no_boolean(program, module, each, hops - 1) for each in sides)
    held = program.meaning(module, child(node, "object")) if node.type == "subscript_expression" else None
    if isinstance(held, FoundInProgram) and held.node.type == "object":
        values = (entries(held.module, held.node) or {}).values()
        return any(_is_no_boolean(program, held.module, each, hops - 1) for each in values)
    found = program.meaning(module, node)
    kind = found.node.type if isinstance(found, FoundInProgram) else ""
    return kind in _NOT_BOOLEAN or texts(program, module, node)
