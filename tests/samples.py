"""The samples of handlers: what the first line of each says, what becomes of it, and the code that it is made of."""

from __future__ import annotations

import hashlib
import hmac
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from handler_cases import Files
from handler_events import Request, requests
from node_cases import Scripts

from migrator.facts import AuthorizerFacts, Entry, Facts, Rewritten, Route, RouteFacts
from transforms.handlers.javascript.rewrite import rewrite as rewrite_script
from transforms.handlers.python.rewrite import rewrite as rewrite_python

TESTS = Path(__file__).resolve().parent
TOKENS: Final = ("allow", "Bearer allow", "deny", "unauthorized", "")
ROOTS = {"Python": TESTS / "handler_samples", "Node.js": TESTS / "node_samples"}


@dataclass(frozen=True)
class Sample:
    """One handler.

    Its first line is a comment ``STATUS: WHERE; PART; ...``. WHERE lists routes as ``METHOD PATH [IDENTITY]`` or is
    ``authorizer BEFORE AFTER``. A part is a pair of formats (``rest > 2.0`` where none is given), ``cors`` where the
    API has CORS settings, ``simple`` where an authorizer answers ``isAuthorized`` in payload 2.0, ``differs CODE``
    where answers differ and a finding of that code says so, or a Python package that must be there to run it.
    Modules beside it are files ``NAME__MODULE``.

    Arguments:
        language: a key of ``ROOTS``.
        path: its file.
    """

    language: str
    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def expected(self) -> str:
        return self.text.partition(":")[0].lstrip("#/ ")

    @cached_property
    def parts(self) -> list[str]:
        return [part.strip() for part in self.text.splitlines()[0].partition(":")[2].split(";")]

    @cached_property
    def facts(self) -> Facts:
        where, *parts = self.parts
        if where.startswith("authorizer"):
            _, before, after = where.split()
            simple = "simple" in parts
            return AuthorizerFacts(
                before,  # type: ignore[arg-type]
                after,  # type: ignore[arg-type]
                simple_before=simple and before == "2.0",
                simple_after=simple and after == "2.0",
                repair=True,
                rest_stage="prod",
            )
        pair = next((part for part in parts if ">" in part), "rest > 2.0")
        before, after = pair.split(" > ")
        routes = tuple(Route(*route.split()) for route in where.split(", "))  # type: ignore[arg-type]
        return RouteFacts(
            before,  # type: ignore[arg-type]
            after,  # type: ignore[arg-type]
            routes,
            cors="cors" in parts,
            repair=True,
            rest_stage="prod",
        )

    @property
    def direction(self) -> str:
        return f"{self.facts.before} > {self.facts.after}"

    @property
    def differs(self) -> str | None:
        """The code of the finding that says what differs."""
        return next((part.split()[1] for part in self.parts if part.startswith("differs ")), None)

    @property
    def missing(self) -> str | None:
        """A package that the sample needs and that is not there."""
        names = (part for part in self.parts[1:] if part.isidentifier() and part not in ("cors", "simple"))
        return next((name for name in names if importlib.util.find_spec(name) is None), None)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Texts by the names that the package has for its modules."""
        others = {path: path.stem.partition("__")[2] for path in self.path.parent.glob(f"{self.name}__*")}
        own = {self.entry.module: self.text}
        if self.language == "Python":
            return own | {name: path.read_text(encoding="utf-8") for path, name in others.items()}
        return own | {f"{name}{path.suffix}": path.read_text(encoding="utf-8") for path, name in others.items()}

    @property
    def entry(self) -> Entry:
        return Entry("app" if self.language == "Python" else f"index{self.path.suffix}", "handler")

    def rewritten(self, texts: dict[str, str]) -> Rewritten:
        if self.language == "Python":
            return rewrite_python(Files(texts), self.entry, self.facts)
        return rewrite_script(Scripts(texts), self.entry, self.facts)

    @cached_property
    def outcome(self) -> Rewritten:
        return self.rewritten(self.texts)

    @property
    def status(self) -> str:
        return "rewritten" if self.outcome.texts else "unchanged" if self.outcome.proven else "flagged"

    @property
    def codes(self) -> set[str]:
        return {finding.code.name for finding in self.outcome.findings}


SAMPLES = {
    language: [Sample(language, path) for path in sorted(root.iterdir()) if path.is_file() and "__" not in path.stem]
    for language, root in ROOTS.items()
}


@dataclass(frozen=True)
class Seen:
    """What a client sees of one request, or what is decided about a token, with old and with new code.

    Arguments:
        asked: the request or the token.
        before: status, headers, cookies and body; for an authorizer whether it allows and the context that it gives.
        after: the same.
    """

    asked: Any
    before: tuple[Any, ...]
    after: tuple[Any, ...]

    @property
    def alike(self) -> bool:
        """Errors of the server are all alike."""
        return self.before == self.after or (self.before[0] is not True and self.before[0] >= 500 <= self.after[0])

    @property
    def served(self) -> bool:
        """Whether the old code neither failed nor refused, so that the comparison says something."""
        return self.before[0] is True or (200 <= self.before[0] < 500 and self.before[0] not in (401, 403))


def asked(sample: Sample, facts: RouteFacts) -> Iterator[tuple[Route, Request]]:
    """What is sent to the routes of a sample: what every handler is sent, and what pages, browsers and services send.

    An HTTP API encodes a form. Code that never decodes bodies failed with it and works behind a REST API, so that no
    such sample is sent one on its way there.
    """
    forms = facts.after != "rest" or any("isBase64Encoded" in text for text in sample.texts.values())
    for route in facts.routes:
        usual = requests(route)
        first = usual[0]
        more = [*_MORE, *(_BODIES if usual[-1].body is not None else ())]
        added = (Request(first.method, first.path, first.values, *each) for each in more)
        yield from ((route, each) for each in [*usual, *added] if forms or _FORM not in dict(each.headers).values())


def _signature(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = ("Content-Type", "application/json")
_MORE: Final = (
    ("limit=5&page=2&sort=asc&tag=new", (("Accept", "text/html"), ("Origin", "https://shop.example.com"))),
    ("limit=many", (("X-Api-Key", "k"), ("Accept-Language", "de"), ("Cookie", "session=s1; theme=dark"))),
    ("token=t&code=c", (("Authorization", "Basic bjppLTE="), ("If-None-Match", '"v1"'))),
)
_SIGNED: Final = '{"id": "i-2", "action": "opened", "image": "aGk="}'
_COMMAND: Final = "command=%2Fdeploy&text=now"
_BODIES: Final = (
    (
        "",
        (
            _JSON,
            ("X-Hub-Signature-256", f"sha256={_signature('hush', _SIGNED)}"),
            ("X-Signature", _signature("hush", _SIGNED)),
            ("Stripe-Signature", f"t=1,v1={_signature('whsec', f'1.{_SIGNED}')}"),
        ),
        _SIGNED,
    ),
    (
        "",
        (
            ("Content-Type", _FORM),
            ("X-Slack-Request-Timestamp", "1"),
            ("X-Slack-Signature", f"v0={_signature('s', f'v0:1:{_COMMAND}')}"),
        ),
        _COMMAND,
    ),
    ("dry=1", (_JSON, ("Origin", "https://other.example.com")), '{"type": "url_verification", "challenge": "c"}'),
    ("", (_JSON,), '{"items": [{"sku": "a", "count": 2}], "email": "a@example.com", "name": "n"}'),
    ("", (_JSON,), "[]"),
)
