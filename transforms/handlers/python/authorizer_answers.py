"""What an authorizer answers: a policy, ``isAuthorized``, or an exception. None of it may come to allow more."""

from __future__ import annotations

import libcst as cst

from migrator.facts import AuthorizerFacts
from migrator.findings import Level

from .. import authorizer_codes, authorizer_sentences
from .displays import display, entries, quote_of, without
from .draft import Draft
from .endings import statements
from .returned import Answer, answers
from .session import Session
from .sites import text
from .texts import BodyTexts
from .trees import dotted, literal

POLICIES = ("_policy", "_policy_for_all")


def decide(session: Session, draft: Draft, function: cst.FunctionDef, event: str, facts: AuthorizerFacts) -> None:
    """Let the answers say in the new API what they said in the old one."""
    http = facts.after in ("1.0", "2.0")
    if http and facts.before in ("token", "request"):
        for module in [d.module for d in list(session.drafts.values())]:
            _exceptions(session.draft(module.name), function, facts)
    for statement in statements(function):
        if facts.simple_before and not facts.simple_after:
            if statement.value is not None:
                _to_policy(draft, statement.value, event, facts)
                _told_by_text(session, draft, function, statement.value)
            continue
        for answer in answers(session.program, draft.module, function, statement.value):
            owner = session.draft(answer.module.name)
            if http and answer.sort == "display" and "usageIdentifierKey" in (entries(answer.node) or {}):
                owner.say(
                    authorizer_codes.AUTHORIZER_ANSWER,
                    answer.node,
                    "`usageIdentifierKey` names an API key for a usage plan; HTTP APIs have none.",
                    "Nothing to do if no usage plan is needed.",
                    Level.WARNING,
                )
                owner.put(answer.node, lambda node: without(node, "usageIdentifierKey"))
            if facts.simple_after and not facts.simple_before:
                _to_simple(owner, answer, event, facts)


def _to_policy(draft: Draft, node: cst.BaseExpression, event: str, facts: AuthorizerFacts) -> None:
    """Wrap an answer: whatever is no ``isAuthorized: True`` denies, or fails as it did."""
    # A source that is no header may be the route: then the answer was cached for each route by itself.
    helper = "_policy_for_all" if facts.cached and facts.sources == len(facts.headers) else "_policy"
    if isinstance(node, cst.Call) and dotted(node.func) in POLICIES and draft.has(dotted(node.func)):
        return
    draft.helpers.add(helper)

    def make(old: cst.CSTNode) -> cst.Call:
        assert isinstance(old, cst.BaseExpression)
        return cst.Call(
            func=cst.Name(helper), args=[cst.Arg(cst.Name(event)), cst.Arg(old.with_changes(lpar=[], rpar=[]))]
        )

    draft.put(node, make)


def _told_by_text(session: Session, draft: Draft, function: cst.FunctionDef, node: cst.BaseExpression) -> None:
    """Report an ``isAuthorized`` that is a text: what an HTTP API makes of it is not documented."""
    texts = BodyTexts(session.program, frozenset())
    for answer in answers(session.program, draft.module, function, node):
        entry = (entries(answer.node) or {}).get("isAuthorized")
        given = [entry.value] if entry is not None else []
        given += [value for key, value in answer.added.items() if key == "isAuthorized"]
        for value in given:
            none = isinstance(value, cst.Name) and value.value == "None"
            if not none and texts.sort_of(answer.module, answer.function, value) == "text":
                authorizer_sentences.NOT_BOOLEAN.on(session.draft(answer.module.name), value)


def _to_simple(draft: Draft, answer: Answer, event: str, facts: AuthorizerFacts) -> None:
    """A policy of one statement for this request, or for all, says what ``isAuthorized`` says."""
    allowed = _effect(answer, event, facts)
    found = entries(answer.node) or {}
    if "isAuthorized" in found:
        return
    if allowed is None:
        draft.say(
            authorizer_codes.AUTHORIZER_ANSWER,
            answer.node,
            "The policy is not written out here with one statement for `*`, or for `methodArn` where answers are not cached; whether `isAuthorized` would allow no more is not proven.",
            "Keep the answer a policy: leave `EnableSimpleResponses` off.",
        )
        return
    context = found.get("context")

    def make(old: cst.CSTNode) -> cst.Dict:
        assert isinstance(old, cst.Dict)
        pairs: list[tuple[str, cst.BaseExpression]] = [("isAuthorized", cst.Name(str(allowed)))]
        if context is not None:
            pairs.append(("context", (entries(old) or {})["context"].value))
        return display(pairs, quote_of(old))

    draft.put(answer.node, make)


def _effect(answer: Answer, event: str, facts: AuthorizerFacts) -> bool | None:
    """What a policy says of this request; None where that is not certain."""
    found = entries(answer.node) or {}
    policy = entries(found["policyDocument"].value) if "policyDocument" in found else None
    if answer.sort != "display" or answer.added or not policy or "Statement" not in policy:
        return None
    listed = policy["Statement"].value
    one = listed.elements[0].value if isinstance(listed, cst.List) and len(listed.elements) == 1 else listed
    statement = entries(one) or {}
    if set(statement) - {"Sid"} != {"Action", "Effect", "Resource"}:
        return None
    effect = literal(statement["Effect"].value)
    resource = cst.Module([]).code_for_node(statement["Resource"].value).replace("'", '"')
    # A cached policy for one ARN allows that route alone; a cached `isAuthorized` is taken for every route.
    if effect is None or resource not in ('"*"', *(() if facts.cached else (f'{event}["methodArn"]',))):
        return None
    action = literal(statement["Action"].value)
    if (
        action is None
        or text(action) not in ("execute-api:Invoke", "execute-api:*", "*")
        or text(effect) not in ("Allow", "Deny")
    ):
        return None
    return text(effect) == "Allow"


def _exceptions(draft: Draft, function: cst.FunctionDef, facts: AuthorizerFacts) -> None:
    for node in draft.module.of(cst.Raise):
        if not _unauthorized(node):
            continue
        caught = any(isinstance(above, (cst.Try, cst.With)) for above in draft.module.above(node))
        inside = next(
            (above for above in draft.module.above(node) if isinstance(above, (cst.FunctionDef, cst.Lambda))), None
        )
        rewritten = facts.simple_after and inside is function and not caught
        draft.say(
            authorizer_codes.UNAUTHORIZED,
            node,
            'A REST API answers 401 to `Exception("Unauthorized")`. '
            + (
                "The rewritten code says `isAuthorized: False`, and clients get 403."
                if rewritten
                else "An HTTP API answers 500; access stays denied."
            ),
            "Check that clients take 403 for a token that is not valid." if rewritten else authorizer_sentences.DENY,
            Level.WARNING,
        )
        if rewritten:
            answer = cst.Return(display([("isAuthorized", cst.Name("False"))], '"'))
            draft.put(node, lambda old, made=answer: made)  # type: ignore[misc]


def _unauthorized(node: cst.Raise) -> bool:
    call = node.exc
    if not isinstance(call, cst.Call) or not call.args:
        return False
    said = literal(call.args[0].value)
    return said is not None and text(said).strip().lower() == "unauthorized"
