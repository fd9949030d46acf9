"""Values that say what a client may do: the stage, claims, and what an authorizer function gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import authorizer_codes, sentences
from ..codes import STAGE
from ..fields import LISTS
from .chains import Chain
from .exact import EXACT
from .table import Rule
from .words import only_words, plain_word

if TYPE_CHECKING:
    from .judge import Judge


def stage(judge: Judge, chain: Chain) -> None:
    """Judge the name of the stage, which is another one afterwards."""
    use = chain.use
    if use.kind in EXACT["stage"]:
        return
    now, then = ("its own name", "`$default`") if judge.http else ("that of the HTTP API", "that of the REST API")
    if judge.http and judge.facts.stage is not None:
        then = f"`{judge.facts.stage}`"
    how = {
        "text": "becomes part of a text",
        "sum": "becomes part of a text",
        "compare": "is compared",
        "other": "is looked up",
        "object": "is handed on",
        "argument": "is handed on",
    }.get(use.kind, "is used")
    judge.say(
        STAGE,
        chain,
        f"The name of the stage {how} here. It is {now} today and {then} afterwards, so this code behaves differently.",
        "Take the stage from an environment variable of the function.",
    )


def claim(judge: Judge, chain: Chain, rule: Rule) -> None:
    """Judge claims of a token: lists and times are written in another way."""
    use = chain.use
    if use.kind in EXACT[rule.kind]:
        return
    if rule.kind == "claims":
        judge.say(
            authorizer_codes.CLAIMS,
            chain,
            "All claims are passed on: lists are `g1,g2` from a REST API and `[g1 g2]` from an HTTP API, times are dates in words and seconds.",
            "Read the claims that are needed here and pass those on.",
        )
        return
    name = chain.path[-1]
    if name in LISTS and use.kind == "method" and use.name in ("includes", "indexOf") and plain_word(chain):
        return
    looks = (
        "a list: `g1,g2` from a REST API and `[g1 g2]` from an HTTP API" if name in LISTS else sentences.DATE_OR_SECONDS
    )
    sentences.CLAIM_LOOKS.on(
        judge,
        chain,
        name,
        looks,
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
