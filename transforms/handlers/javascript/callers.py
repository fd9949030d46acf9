"""Values that say what a client may do: the stage, claims, and what an authorizer function gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .. import authorizer_codes, authorizer_sentences, field_uses
from ..fields import LISTS
from ..rules import Rule
from .chains import Chain
from .exact import EXACT
from .expressions import calls, member, string
from .syntax import field as child
from .syntax import parts, up
from .words import only_words, plain_word

if TYPE_CHECKING:
    from .judge import Judge

_NUMBERS: Final = frozenset({"parseInt", "parseFloat", "Number.parseInt", "Number.parseFloat"})
"""Functions that make a text of what they are given first."""


def stage(judge: Judge, chain: Chain) -> None:
    """Judge the name of the stage, which is another one afterwards."""
    use = chain.use
    if use.kind in EXACT["stage"]:
        return
    field_uses.stage(judge.use_of(chain), judge.facts, in_text=use.kind in ("text", "sum"))


def claim(judge: Judge, chain: Chain, rule: Rule) -> None:
    """Judge claims of a token: lists and times are written in another way."""
    use = chain.use
    if use.kind in EXACT[rule.kind]:
        return
    if rule.kind == "claims":
        authorizer_sentences.ALL_CLAIMS.on(judge, chain)
        return
    name = chain.path[-1]
    if name in LISTS and use.kind == "method" and use.name in ("includes", "indexOf") and plain_word(chain):
        return
    if name in LISTS and use.kind == "method" and use.name == "replace" and _takes_both(chain):
        return
    authorizer_sentences.CLAIM_LOOKS.on(
        judge,
        chain,
        name,
        field_uses.looks(name),
        remedy="Read lists with `value.replace(/^\\[|\\]$/g, '').split(/[,\\s]+/)`, and times from a claim of your own.",
    )


_BRACKETS: Final = frozenset({r"/^\[|\]$/g", r"/[\[\]]/g", r"/\[|\]/g"})
_BETWEEN: Final = frozenset({r"/[,\s]+/", r"/[\s,]+/", r"/[, ]+/", r"/[ ,]+/", r"/,| /"})


def _takes_both(chain: Chain) -> bool:
    """Whether brackets are taken off a list, and it is split at commas and spaces: both spellings give the same values."""
    module, call = chain.module, chain.use.node
    taken, split = member(module, call.parent), calls(up(call, 2))
    given = parts(child(call, "arguments"))
    if taken.name != "split" or len(given) != 2 or len(split.given) != 1:
        return False
    return (
        module.text(given[0]) in _BRACKETS
        and string(module, given[1]) == ""
        and module.text(split.given[0]) in _BETWEEN
    )


def _is_read_as_text(chain: Chain) -> bool:
    """Whether a value becomes a text before anything is done with it, and what is no value is another one in neither format."""
    asked = any("||" in [each.type for each in other.children] for other in chain.others)
    named = chain.use.name in _NUMBERS or chain.use.name == "JSON.parse"
    return chain.use.kind == "argument" and named and not asked


def context(judge: Judge, chain: Chain) -> None:
    """Judge a value of an authorizer function, whose type may be another one."""
    if _is_read_as_text(chain):
        return
    if chain.use.kind in EXACT["context"] or (
        chain.use.kind in ("compare", "argument") and only_words(judge.program, chain)
    ):
        return
    then = (
        "afterwards it keeps the type that the authorizer gives it"
        if judge.http
        else 'afterwards it is a text: `false` becomes `"false"`, which is true'
    )
    judge.say(
        authorizer_codes.AUTHORIZER_CONTEXT,
        chain,
        f"The authorizer's `{chain.path[-1]}` may have another type. A REST API makes every value a text; {then}.",
        "Let the authorizer give texts, or compare in a way that takes both, such as `String(value) === 'true'`.",
    )
