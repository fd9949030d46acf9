"""What is said of uses of a field that differs between the formats, in whatever language the code is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from migrator.facts import Facts, RouteFacts
from migrator.findings import Code, Level

from . import authorizer_codes, authorizer_sentences, codes, sentences
from .fields import DATES, LISTS, Keys
from .outcome import to_http
from .sentence import Sentence, Speaker

CHANGING: Final = frozenset({"pop", "update", "setdefault", "clear", "popitem", "__setitem__", "__delitem__"})
"""Methods of a dict that change what it holds."""

AUTHORIZER: Final = ("requestContext", "authorizer")
"""What an authorizer says of the caller."""

_HOW: Final = {
    "spread": "it is spread into another value",
    "rest": "its other keys are taken together",
    "keys": "its keys are listed",
    "iterate": "a loop goes over its keys",
    "return": "it is returned",
    "object": "it is put into another value",
    "other": "it is passed on, stored or returned",
}
"""Ways in which something goes out of sight; elsewhere it is passed on."""


@dataclass(frozen=True, eq=False)
class FieldUse:
    """One use of something of the event.

    Arguments:
        draft: what says it.
        node: where.
        path: the keys that lead to it.
        kind: what is done with it.
        name: the method, the key that is asked for, or the name that holds it.
        what: how a sentence names it, where not by its keys.
    """

    draft: Speaker
    node: Any
    path: Keys
    kind: str
    name: str = ""
    what: str = ""

    @property
    def shown(self) -> str:
        """How a sentence names it."""
        return self.what or (f"`{'.'.join(self.path)}`" if self.path else "the event")

    def say(self, sentence: Sentence, *values: object, level: Level | None = None) -> None:
        """Say something of it."""
        sentence.on(self.draft, self.node, *values, level=level)


def as_route(facts: Facts) -> RouteFacts:
    """The request that an authorizer is sent holds what the event of a route holds."""
    if isinstance(facts, RouteFacts):
        return facts
    before, after = ("2.0" if each == "2.0" else "rest" for each in (facts.before, facts.after))
    after = "1.0" if facts.after == "1.0" else after
    return RouteFacts(before, after, (), facts.stage, rest_stage=facts.rest_stage)  # type: ignore[arg-type]


def header_code(facts: Facts) -> Code:
    """What a look-up of a header is reported as: where an authorizer does it, access hangs on it."""
    return codes.HEADER_CASE if isinstance(facts, RouteFacts) else authorizer_codes.AUTHORIZER_HEADERS


def unfollowed(use: FieldUse) -> None:
    """Report a use of something that holds other keys, which cannot be followed."""
    if use.kind == "rebound":
        use.say(sentences.BOUND_AGAIN, use.name, use.shown)
    elif use.kind == "dynamic":
        use.say(sentences.KEY_COMPUTED, use.shown)
    elif use.kind == "store":
        use.say(sentences.WRITTEN_INTO, use.shown)
    elif use.kind == "method" and use.name in CHANGING:
        use.say(sentences.CHANGED_BY, use.name, use.shown)
    elif use.kind == "method" and use.name:
        use.say(sentences.GOES_ON, use.shown, f"`.{use.name}()` is called on it")
    else:
        use.say(sentences.GOES_ON, use.shown, _HOW.get(use.kind, "it is passed on"))


def nearly(use: FieldUse, *, outside: bool) -> None:
    """Report a use that cannot be followed where the formats are nearly the same.

    Arguments:
        outside: whether it only becomes a text, or goes to a library that knows no event.
    """
    if use.path == AUTHORIZER:
        use.say(authorizer_sentences.CALLER_PASSED_ON, use.shown)
        return
    use.say(sentences.NOT_LOOKED_AT, use.shown, level=Level.INFO if outside else Level.WARNING)


def stage(use: FieldUse, facts: Facts, *, in_text: bool) -> None:
    """Report what is done with the name of the stage; a text of it may open or close what the old one did not."""
    use.say(sentences.STAGE_IN_TEXT if in_text else sentences.STAGE_READ, *as_route(facts).stages)


def looks(claim: str) -> str:
    """What a list or a time in a claim looks like on either side."""
    if claim in LISTS:
        return "a list: `g1,g2` from a REST API and `[g1 g2]` from an HTTP API"
    assert claim in DATES
    return authorizer_sentences.DATE_OR_SECONDS


def gone(use: FieldUse, facts: Facts, why: str, *, level: Level | None = None) -> None:
    """Report a read of what the new events do not hold."""
    where = f"payload format {facts.after}" if to_http(facts) else sentences.REST_EVENT
    use.say(sentences.NO_PLACE_IN, use.shown, where, why, level=level)


def mixed(use: FieldUse, reason: str) -> None:
    """Report a read of what an authorizer says, whose place in the new events is not known."""
    use.say(authorizer_sentences.CALLER_ELSEWHERE, use.shown, reason)


def query_given_twice(use: FieldUse, facts: Facts) -> None:
    """Report a query parameter that looks different where it is given twice."""
    if to_http(facts):
        use.say(sentences.QUERY_JOINED)
    else:
        use.say(sentences.QUERY_LAST)


def decoded(use: FieldUse, facts: Facts) -> None:
    """Report a path that is decoded in one format and not in the other."""
    if to_http(facts):
        use.say(sentences.PATH_DECODED_NOW)
    else:
        use.say(sentences.PATH_ENCODED_NOW, use.path[-1])


def several_sources(use: FieldUse, sources: int) -> None:
    """Report an authorizer that reads a token which is not its one identity source."""
    if sources == 1:
        use.say(authorizer_sentences.TOKEN_NOT_SENT)
    else:
        use.say(authorizer_sentences.TOKEN_OF_SEVERAL, sources)
