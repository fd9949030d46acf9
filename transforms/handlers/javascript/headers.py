"""Names of headers: clients write them as they like, an HTTP API sends nearly all of them in lower case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from migrator.facts import AuthorizerFacts
from migrator.findings import Code, Level

from .. import authorizer_codes, header_sentences
from ..field_uses import header_code
from ..fields import CAPITALS, SENT_ONCE, never_sent, sent_in_lower
from ..rules import Rule
from .chains import Chain
from .exact import EXACT
from .header_names import in_any_case
from .program import ScriptProgram
from .syntax import inside, of_type, walk
from .unfollowed import unfollowed

if TYPE_CHECKING:
    from .judge import Judge

_UNREAD: Final = frozenset({"log", "statement", "truth", "typeof"})


def decide(judge: Judge, chain: Chain, rule: Rule) -> None:
    """Judge one use of the headers, or of one of them."""
    if rule.kind == "cookie":
        if chain.path[-1] == "cookie" and not _in_capitals(judge, chain):
            header_sentences.HEADER_FOUND_IN_LOWER.on(judge, chain, "cookie", code=_found_as(judge))
        return
    listed = chain.path[0] == "multiValueHeaders"
    if rule.kind == "header":
        _named(judge, chain, listed=listed)
        return
    hidden = judge.facts.after == "2.0" and _names_cookies(judge.program)
    if chain.use.kind in EXACT[rule.kind] or (not hidden and in_any_case(judge, chain)):
        return
    if judge.facts.before == "2.0":
        return  # they become an object with the names in lower case, as they were
    name = chain.path[0]
    if judge.close:
        level = None if judge.http else Level.BLOCKER
        header_sentences.HEADERS_PASSED_ON.on(judge, chain, f"`{name}`", code=header_code(judge.facts), level=level)
        return
    unfollowed(judge, chain)


def _names_cookies(program: ScriptProgram) -> bool:
    """Whether code asks for the header of cookies, which payload 2.0 does not have, by a name of its own."""
    return any(
        module.text(node).lower() == "cookie"
        for module in program.modules
        if b"ookie" in module.data
        for node in walk(module.root)
        if node.type in ("string_fragment", "property_identifier", "shorthand_property_identifier_pattern")
    )


def _named(judge: Judge, chain: Chain, *, listed: bool) -> None:
    name = chain.path[-1]
    lower = name.lower()
    if "2.0" in (judge.facts.before, judge.facts.after) and lower not in SENT_ONCE and chain.use.kind not in _UNREAD:
        (header_sentences.HEADER_TWICE if judge.http else header_sentences.HEADER_TWICE_TO_REST).on(judge, chain, name)
    if judge.facts.after == "1.0" and name != lower and not either(judge, chain):
        header_sentences.HEADER_MISSED.on(
            judge,
            chain,
            name,
            code=header_code(judge.facts),
            remedy=f"Look it up as `{lower}` in an object whose keys are made lower case.",
            mended=not listed and "headers" not in judge.changed,
            fails=_fails(chain, name),
        )
    elif judge.facts.after in ("rest", "request") and judge.facts.before == "1.0" and listed:
        what = f"The header `{name}` is"
        header_sentences.LISTED_HEADER.on(judge, chain, what, code=header_code(judge.facts), level=Level.BLOCKER)
    elif _is_found(judge, chain, name):
        header_sentences.HEADER_FOUND_IN_LOWER.on(judge, chain, name, code=_found_as(judge))
    elif _is_dead(judge, name) and chain.use.kind not in ("log", "statement") and not either(judge, chain):
        header_sentences.HEADER_FOUND.on(judge, chain, name, code=_found_as(judge))


def _found_as(judge: Judge) -> Code | None:
    """What a header that is found from now on is reported as, where an authorizer reads it; None elsewhere."""
    return authorizer_codes.AUTHORIZER_HEADERS if isinstance(judge.facts, AuthorizerFacts) else None


def _is_dead(judge: Judge, name: str) -> bool:
    """Whether an HTTP API never sends a header under that name: the look-up failed, whatever a client sent."""
    hidden = judge.facts.before == "2.0" and name.lower() == "cookie"  # it is not among the headers that code is given
    return judge.facts.after in ("rest", "request") and not hidden and never_sent(name, judge.facts.before)


def _is_found(judge: Judge, chain: Chain, name: str) -> bool:
    """Whether a look-up in lower case failed for clients that write the header with capitals, and does not any more."""
    unread = chain.use.kind in ("log", "statement") or "headers" in judge.changed
    if judge.facts.before not in ("rest", "request") or unread:
        return False
    return sent_in_lower(name, judge.facts.after) and not _in_capitals(judge, chain)


def _in_capitals(judge: Judge, chain: Chain) -> bool:
    """Whether the same expression asks for a header in lower case by a name with capitals as well."""
    own = chain.path[-1]
    return bool(chain.others) and any(
        other.path[:-1] == chain.path[:-1]
        and other.path[-1] != own
        and other.path[-1].lower() == own
        and other.module is chain.module
        and inside(other.node, chain.others[-1])
        for holder in judge.holders
        for other in holder.chains
        if other.path
    )


def _fails(chain: Chain, name: str) -> bool:
    """Whether a property is taken of a header that is not there any more."""
    fixed = name in CAPITALS or name.startswith("X-Forwarded-")
    parent = chain.node.parent
    taken = of_type(parent, "member_expression", "subscript_expression")
    guarded = parent is not None and any(each.type == "optional_chain" for each in parent.children)
    return taken and not guarded and not fixed


def either(judge: Judge, chain: Chain) -> bool:
    """Whether the same expression asks for the header in lower case as well."""
    if not chain.others:
        return False
    around = chain.others[-1]
    small = (*chain.path[:-1], chain.path[-1].lower())
    return any(
        other.path == small and other.module is chain.module and inside(other.node, around)
        for holder in judge.holders
        for other in holder.chains
    )
