"""Compare what clients get from the handlers of a route."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..facts import Format, Route, RouteFacts
from .access import access_requests, other_stages, stage_of
from .difference import Judgement, contrast, told
from .events import event
from .gateway import EXTENDED_ID, REQUEST_ID, Gateway
from .identities import rendered
from .outcomes import EventOutcome
from .requests import BINARY_TYPE, INHERENT, FormatTrap, Request, requests_for
from .responses import Received, answer, crash
from .vocabulary import Vocabulary

REFUSALS = (401, 403)
_QUOTES = re.compile(r"[\\\"']")

UNTYPED = "the answer names no Content-Type, and what payload 2.0 then sends is not documented"


@dataclass(frozen=True)
class RouteTrial:
    """One request on its way through both APIs.

    Arguments:
        request: what the client sends.
        before: the API today.
        after: the API after the migration.
    """

    request: Request
    before: Gateway
    after: Gateway

    @property
    def events(self) -> tuple[dict[str, Any], dict[str, Any]]:
        return event(self.request, self.before), event(self.request, self.after)

    @property
    def label(self) -> str:
        """The route."""
        return f"{self.request.route.method} {self.request.route.path}"

    @property
    def inherent(self) -> frozenset[FormatTrap]:
        """The traps between the two formats; bytes are none where the REST API knows their type."""
        traps = INHERENT.get((self.before.version, self.after.version), frozenset())
        return traps - {FormatTrap.BINARY} if self.before.binary or self.after.binary else traps

    def supposing(self, trap: FormatTrap) -> RouteTrial:
        if trap is FormatTrap.STAGE:
            return replace(self, after=replace(self.after, called=self.before.stage))
        if trap is FormatTrap.SENT:
            return replace(self, after=replace(self.after, sends=True))
        return replace(self, after=replace(self.after, turned=True))

    def judged(self, old: EventOutcome, new: EventOutcome) -> Judgement:
        """Judge what clients get.

        Arguments:
            old: outcome before.
            new: outcome after.
        """
        before, after = _view(old, self.before), _view(new, self.after)
        if before.status >= 500 and after.status >= 500:
            return Judgement(lively=False)
        # Nothing but how a value is written may be put down to how it is written: who gets in may hang on it.
        excusable = self.request.trap not in (FormatTrap.CLAIMS, FormatTrap.CONTEXT) or self._alike(before, after)
        if after.crashed:
            # Code that takes base64 for text may well stumble; nothing else in a format makes working code fail.
            excusable = self.request.trap in (FormatTrap.UNTYPED, FormatTrap.BINARY)
            trap = FormatTrap.ANSWER if new.failure is None else None
            what = f"it answered {before.status} and now fails: {told(new.failure)}"
            return Judgement(what, excusable=excusable, trap=trap)
        if before.status != after.status:
            was = "failed" if before.crashed else f"answered {before.status}"
            opened = before.status in REFUSALS and after.status < min(REFUSALS)
            trap = FormatTrap.ANSWER if before.crashed and old.failure is None else None
            return Judgement(f"it {was} and now answers {after.status}", excusable=excusable, trap=trap, opened=opened)
        untyped = ("content-type" in dict(before.headers)) != ("content-type" in dict(after.headers))
        changes = ", ".join(_changes(before, after, untyped)) or None
        trap = _cause(before, after, old) if changes else None
        return Judgement(changes, UNTYPED if untyped else None, excusable=excusable, trap=trap)

    def _alike(self, before: Received, after: Received) -> bool:
        """Whether two answers are the same but for how each API writes the values that the request puts to the test."""
        texts = []
        for shown, gateway in ((before, self.before), (after, self.after)):
            text = repr((shown.status, shown.headers, shown.cookies, shown.body))
            if self.request.trap is FormatTrap.CLAIMS:
                for name, value in rendered(self.request, gateway.version).items():
                    text = text.replace(value, f"<{name}>")
            texts.append(_QUOTES.sub("", text).lower() if self.request.trap is FormatTrap.CONTEXT else text)
        return texts[0] == texts[1]


def route_trials(route: Route, facts: RouteFacts, asked: Vocabulary) -> Iterator[RouteTrial]:
    """List the trials of a route.

    Arguments:
        facts: what the template says of the function.
    """
    usual, *others = requests_for(route, asked.names)
    for request in (usual, *others, *access_requests(usual, asked)):
        if facts.cors and request.method == "OPTIONS":
            continue  # the API answers by itself
        yield from _trials(request, facts)
    for stage in other_stages(facts, asked):
        yield from _trials(replace(usual, name=f"the stage {stage!r}"), replace(facts, rest_stage=stage))


def _trials(request: Request, facts: RouteFacts) -> Iterator[RouteTrial]:
    pairs = [(a, b) for a in _gateways(facts.before, facts) for b in _gateways(facts.after, facts)]
    for before, after in pairs:
        if facts.before != facts.after or before == after:
            lower = ", header names in lower case" if before.lower or after.lower else ""
            yield RouteTrial(replace(request, name=request.name + lower), before, after)


def _gateways(version: Format, facts: RouteFacts) -> tuple[Gateway, ...]:
    binary = (BINARY_TYPE,) if facts.binary and version == "rest" else ()
    # What a REST API sends is compared where the code has to send what the HTTP API added.
    cors = facts.cors and (facts.sends is None or version != "rest")
    gateway = Gateway(version, stage_of(version, facts), binary, cors=cors, adds=facts.sends if cors else None)
    # How payload 1.0 writes header names is documented in one way and captured in another: code has to bear both.
    return (gateway, replace(gateway, lower=True)) if version == "1.0" else (gateway,)


def _cause(before: Received, after: Received, old: EventOutcome) -> FormatTrap | None:
    """The trap that two bodies show by themselves; None where they show none."""
    if after.body.replace(b"undefined", b"null") == before.body.replace(b"undefined", b"null"):
        return FormatTrap.NULL
    sent = old.value if isinstance(old.value, dict) else {}
    return FormatTrap.ANSWER if sent.get("isBase64Encoded") and before.body != after.body else None


def _view(outcome: EventOutcome, gateway: Gateway) -> Received:
    return crash(gateway) if outcome.failure is not None else answer(_without_ids(outcome.value), gateway)


def _without_ids(value: Any) -> Any:
    """What a function answers without the id of the request, which is another one each time."""
    text = json.dumps(value)
    known = REQUEST_ID in text or EXTENDED_ID in text
    return json.loads(text.replace(REQUEST_ID, "<id>").replace(EXTENDED_ID, "<id>")) if known else value


def _changes(old: Received, new: Received, untyped: bool) -> Iterator[str]:
    before, after = dict(old.headers), dict(new.headers)
    for name in sorted({*before, *after} - {"date"}):  # API Gateway writes its own
        if before.get(name) != after.get(name) and not (untyped and name == "content-type"):
            yield f"the header {name} {_change(before.get(name), after.get(name))}"
    if old.cookies != new.cookies:
        yield f"Set-Cookie {_change('; '.join(old.cookies), '; '.join(new.cookies))}"
    if not old.sends_as(new):
        yield f"the body {_change(*(body.decode('utf-8', 'backslashreplace') for body in (old.body, new.body)))}"


def _change(old: str | None, new: str | None) -> str:
    was, now = (repr(text) if text else "missing" for text in contrast(old or "", new or ""))
    return f"was {was} and is {now}"
