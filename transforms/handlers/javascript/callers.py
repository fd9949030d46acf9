"""Values that say what a client may do: the stage, claims, and what an authorizer function gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import authorizer_codes, field_uses, sentences
from ..fields import LISTS
from ..rules import Rule
from .chains import Chain
from .exact import EXACT
from .words import only_words, plain_word

if TYPE_CHECKING:
    from .judge import Judge


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
        sentences.ALL_CLAIMS.on(judge, chain)
        return
    name = chain.path[-1]
    if name in LISTS and use.kind == "method" and use.name in ("includes", "indexOf") and plain_word(chain):
        return
    sentences.CLAIM_LOOKS.on(
        judge,
        chain,
        name,
        field_uses.looks(name),
        remedy="Read lists with `value.replace(/^\\[|\\]$/g, '').split(/[,\\s]+/)`, and times from a claim of your own.",
    )


def context(judge: Judge, chain: Chain) -> None:
    """Judge a value of an authorizer function, whose type may be another one."""
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
