"""Issuers that are no user pools: a REST API has a Lambda authorizer check their tokens, which is written beside the template.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from migrator.concern import Put, Step, View, fact
from migrator.findings import Level
from migrator.migration import FileChange
from migrator.sam.repository import Repository
from migrator.sam.template import Event, Template
from migrator.text.node import Node
from migrator.text.operations import Insert, Moved, Remove, Wanted
from migrator.text.source import Source
from migrator.text.values import Tagged, Value, given, literal, written_list

from ..reading.definition import document, is_defined
from . import sam
from .fact import TokenAuthorizer
from .pools import pool_arn_of
from .token_codes import JWT_ISSUER

RUNTIME: Final = "python3.13"
REQUIREMENTS: Final = "PyJWT[crypto]>=2.10,<3\n"
CODE: Final = "app.py"
LIBRARIES: Final = "requirements.txt"
ROUTES: Final = "routes.json"
DEFINED: Final = "The routes are in a definition, and an authorizer is written for routes of events only."
BY_HAND: Final = "Write a Lambda authorizer that checks the tokens, or leave this API as it is."
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_FORMATS: Final = ("2.0", "2", None)


@dataclass(frozen=True, eq=False)
class IssuerFunction:
    """A function that checks the tokens of an issuer.

    Arguments:
        fact: the authorizer that it is for.
        id: its logical id.
        folder: where its code is, from the template.
        routes: scopes by method and path.
    """

    fact: TokenAuthorizer
    id: str
    folder: str
    routes: dict[str, list[str]]

    @property
    def texts(self) -> dict[str, str]:
        """Its files by name."""
        code = Path(__file__).parent.joinpath("jwt_authorizer", CODE).read_text(encoding="utf-8")
        return {CODE: code, LIBRARIES: REQUIREMENTS, ROUTES: f"{json.dumps(self.routes, indent=2)}\n"}


@fact
def made(view: View) -> dict[str, IssuerFunction]:
    """The functions that are written for an API, by the names of their authorizers."""
    if view.kind.name != "rest" or not asked(view):
        return {}
    found = {}
    for one in sam.authorizers(view):
        if isinstance(one, TokenAuthorizer) and is_foreign(view, one) and obstacle(view, one) is None:
            found[one.origin.name] = _function(view, one)
    return found


@fact
def asked(view: View) -> bool:
    """Whether the user asks for a function that checks the tokens of an issuer."""
    return any(accept.asks(JWT_ISSUER, view.api.id) for accept in view.options.accept)


def is_foreign(view: View, one: TokenAuthorizer) -> bool:
    """Whether tokens come from an issuer that is no user pool."""
    return one.issuer is None or pool_arn_of(view.template, one.issuer)[0] is None


def obstacle(view: View, one: TokenAuthorizer) -> str | None:
    """What keeps a function from being written for an authorizer, as a sentence."""
    name = one.origin.name
    if one.issuer is None or one.audience is None or one.header is None:
        return f"Authorizer {name} has no issuer, no audience, or no header with a literal name."
    if document(view) is not None or is_defined(view.api):
        return DEFINED
    if view.options.side_by_side or view.template.repository is None:
        return "There is no folder to write the authorizer to."
    return _of_routes(view, one) or _of_files(view.template.repository, _function(view, one))


def _of_routes(view: View, one: TokenAuthorizer) -> str | None:
    for event in _behind(view, one):
        if event.path is None or event.method is None or _scopes(one, event) is None:
            return "A route takes every path, or its scopes are not a literal list."
        if literal(event.get("PayloadFormatVersion")) not in _FORMATS:
            return f"{event.owner.id} gets payload 1.0, whose `authorizer.claims` a Lambda authorizer cannot give."
    return None


def _of_files(repository: Repository, function: IssuerFunction) -> str | None:
    for file, text in function.texts.items():
        there = repository.read(f"{function.folder}/{file}")
        if there is not None and there.text != text:
            return f"`{function.folder}/{file}` is there and holds something else."
    return None


def _behind(view: View, one: TokenAuthorizer) -> list[Event]:
    """The routes behind an authorizer."""
    return [event for event in view.api.events if view.auth.of(event) == one.origin.name]


def _function(view: View, one: TokenAuthorizer) -> IssuerFunction:
    words = _WORDS.findall(one.origin.name) or ["Jwt"]
    name = "".join(word[:1].upper() + word[1:] for word in words).removesuffix("Authorizer") or "Jwt"
    taken, new, number = view.template.resources, f"{name}TokenAuthorizer", 2
    while new in taken:
        new, number = f"{name}TokenAuthorizer{number}", number + 1
    folder = "-".join(word.lower() for word in _WORDS.findall(new))
    routes = {event.label: _scopes(one, event) or [] for event in _behind(view, one)}
    return IssuerFunction(one, new, folder, routes)


def _scopes(one: TokenAuthorizer, event: Event) -> list[str] | None:
    """Scopes of a route, its own or the authorizer's; None where they are not written out."""
    listed = given(event.get("Auth", "AuthorizationScopes")) or given(one.scopes)
    return written_list(listed) if listed is not None else []


def write(view: View, function: IssuerFunction) -> Iterator[Step]:
    """Add the function, and let the authorizer ask it.

    Arguments:
        function: as `made` says.
    """
    one, section = function.fact, view.template.section("Resources")
    if section is None or one.issuer is None or one.audience is None:
        return
    what = (
        f"Authorizer {one.origin.name} asks the new function {function.id} (`{function.folder}/{CODE}`), which checks the issuer's tokens as "
        "API Gateway did, and the scopes of each route. It is called for every request, takes RS256 only, and must be able to reach the issuer."
    )
    yield view.find(JWT_ISSUER, what, one.issuer, level=Level.WARNING, remedy=REMEDY)
    variables: dict[str, Value] = {
        "ISSUER": one.issuer,
        "AUDIENCE": _joined(one.audience),
        "HEADER": one.header or "Authorization",
    }
    properties: dict[str, Value] = {
        "CodeUri": f"{function.folder}/",
        "Handler": "app.handler",
        "Runtime": RUNTIME,
        "Timeout": 10,
        "Environment": {"Variables": variables},
    }
    yield Insert(section, function.id, {"Type": "AWS::Serverless::Function", "Properties": properties})
    wanted: dict[str, Wanted] = {
        "FunctionArn": Moved("JwtConfiguration", Tagged("GetAtt", f"{function.id}.Arn")),
        "FunctionPayloadType": "REQUEST",
        # A decision is for one route: kept, it would be taken for others, whose scopes are not the same.
        "Identity": Moved("IdentitySource", {"Headers": [one.header or "Authorization"], "ReauthorizeEvery": 0}),
    }
    yield Put(("Auth", "Authorizers", one.origin.name), wanted)
    for event in _behind(view, one):
        auth = event.get("Auth")
        if auth is not None and auth.get("AuthorizationScopes") is not None:
            yield Remove(auth, "AuthorizationScopes")


REMEDY: Final = (
    "Add new routes to `routes.json` beside its code: a route that is not listed there is refused. Build it with `sam build`, and give it "
    "access to the internet where functions run in a VPC."
)


def _joined(audience: Node) -> Value:
    texts = written_list(audience)
    return ",".join(texts) if texts is not None else Tagged("Join", [",", audience])


def files(_template: Template, views: Iterable[View]) -> tuple[FileChange, ...]:
    """The files of the functions that are written for the APIs that go."""
    found = []
    for view in views:
        folder = PurePath(view.template.source.path).parent
        for function in made(view).values():
            for name, text in function.texts.items():
                there = view.template.repository.read(f"{function.folder}/{name}") if view.template.repository else None
                if there is None:
                    found.append(FileChange(Source(str(folder / function.folder / name), ""), text, new=True))
    return tuple(found)
