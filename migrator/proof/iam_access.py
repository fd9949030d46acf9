"""What IAM policies of a template say of the routes of an API that are open to callers who sign with IAM."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from .attached.table import Attachment
from .index import Index, names_in
from .intrinsics import plain, rendered, text
from .openapi import DEFAULT_ROUTE, alternatives
from .policies import unordered
from .shapes import several

INVOKE: Final = ("execute-api:invoke", "execute-api:invalidatecache", "execute-api:manageconnections")
METHODS: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
BROAD: Final = re.compile(r":policy/(?:AdministratorAccess|PowerUserAccess|AmazonAPIGatewayInvokeFullAccess)$")
"""Policies of AWS that allow to call every API."""

ATTACHED: Final = ("Roles", "Users", "Groups", "RoleName", "UserName", "GroupName")
"""Properties that say whom a policy is for."""
HOLDERS: Final = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group", "AWS::SSO::PermissionSet")
POLICIES: Final = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy",
                   "AWS::IAM::GroupPolicy")  # fmt: skip
VERSION: Final = "2012-10-17"
OLD_VERSION: Final = "2008-10-17"
"""What holds where a policy names no version: variables in it are mere text (IAM guide, Version element)."""
OWN_NAMES: Final = ("RoleName", "UserName", "GroupName")
TRUST: Final = ("AssumeRolePolicyDocument", "PermissionsBoundary", "Groups", "LoginProfile")
"""Properties of a holder that say who gets to be it, and what bounds it."""
FOLLOWING: Final = {
    "AWS::Cognito::IdentityPoolRoleAttachment": ("Roles", "RoleMappings"),
    "AWS::IAM::AccessKey": ("UserName",),
    "AWS::IAM::InstanceProfile": ("Roles",),
    "AWS::IAM::User": ("Groups",),
    "AWS::IAM::UserToGroupAddition": ("GroupName",),
}
"""Types that make somebody a holder -> the properties that name it."""
PROVIDERS: Final[Mapping[str, frozenset[str]]] = {
    "AWS::Cognito::IdentityPool": frozenset({
        "CognitoEvents", "CognitoStreams", "IdentityPoolName", "IdentityPoolTags", "PushSync",
    }),
    "AWS::IAM::OIDCProvider": frozenset({"Tags"}),
    "AWS::IAM::SAMLProvider": frozenset({"Name", "Tags"}),
}  # fmt: skip
"""Types that say whom a role takes that trusts them -> properties that decide nothing."""
NAMING: Final = ("AssumeRolePolicyDocument", "IdentityPoolId")
"""Properties that name whom a holder trusts."""
READ: Final = frozenset({"Effect", "Resource", "NotResource", "Sid", "Action"})

POLICY: Final = Attachment("policy", "IAM access by", owners=ATTACHED, guards=True, opens=True)
"""What a resource with statements about an API is among the things that are attached to it."""

THIS: Final = "\x01"
ANY_VALUE: Final = "\x02"
"""What stands for a path variable: a value that no pattern names, and wildcards match."""

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_PATH_VARIABLE = re.compile(r"\{[^}]*\}")
_PLACE = re.compile(r"^arn:[^:]*:execute-api:[^:]*:[^:]*:")
_PARTITION = re.compile(r"^arn:[^:]*:")
_SERVICE = "arn:aws:execute-api:"
_CONCRETE = f"{_SERVICE}r:a:"


@dataclass(frozen=True)
class Statement:
    """One statement about calling APIs.

    Arguments:
        source: the resource that it stands in.
        effect: ``Allow`` or ``Deny``.
        resources: patterns, rendered.
        excluded: whether it is about every resource but these.
        rest: actions and conditions, as one text.
    """

    source: str
    effect: str
    resources: tuple[str, ...]
    excluded: bool
    rest: str


@dataclass(frozen=True, eq=False)
class Policies:
    """The IAM policies of a template, as far as they are about calling APIs.

    Arguments:
        index: the resources of the template.
    """

    index: Index

    @cached_property
    def statements(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the resource that they stand in."""
        found = {
            name: tuple(s for document in _documents(p) for s in _statements(name, document))
            for name, p in self.index.of_type(*HOLDERS, *POLICIES)
        }
        return {name: statements for name, statements in found.items() if statements}


@dataclass(frozen=True, eq=False)
class Granting:
    """The policies that can be about one API.

    Arguments:
        api: its logical id.
        stages: names of its stages.
        policies: those of the template.
    """

    api: str
    stages: Sequence[str]
    policies: Policies

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Statements that can be about the API, with the resources that can be it."""
        found = (self._about(s) for listed in self.policies.statements.values() for s in listed)
        return tuple(statement for statement in found if statement.resources)

    def _about(self, statement: Statement) -> Statement:
        if statement.excluded:
            return statement
        own = tuple(r for r in statement.resources if self._can_be(r))
        return Statement(statement.source, statement.effect, own, False, statement.rest)

    def _can_be(self, resource: str) -> bool:
        """Whether a pattern can name the API: it holds its id, or a part of the id is a wildcard or not known."""
        pattern = self._pattern(resource)
        if pattern.startswith(_CONCRETE):
            named = pattern.removeprefix(_CONCRETE).partition("/")[0]
            return named == THIS or not {"*", "?"}.isdisjoint(named)
        fixed = _PARTITION.sub("arn:aws:", re.split(r"[*?]", pattern, maxsplit=1)[0])
        return fixed.startswith(_SERVICE) or _SERVICE.startswith(fixed)

    def _pattern(self, resource: str) -> str:
        """A pattern in which the API is one sign, and what is not known matches anything."""

        def put(found: re.Match[str]) -> str:
            name = found[1].partition(".")[0]
            if name == self.api:
                return THIS
            return f"!{name}" if name in self.policies.index.apis else "*"

        plain = self.policies.index.with_stage_names(resource)
        return _PLACE.sub(_CONCRETE, _VARIABLE.sub(put, plain))

    def of_route(self, method: str, path: str) -> tuple[str, ...]:
        """Which statements name a route, each with the methods that it names.

        Arguments:
            method: upper case, ``ANY`` for all.
            path: the route's path.
        """
        tail = ANY_VALUE if path == DEFAULT_ROUTE else _PATH_VARIABLE.sub(ANY_VALUE, path).strip("/")
        methods = METHODS if method == "ANY" else (method,)
        found = []
        for said, excluded, matchers in self._groups:
            named = [m for m in methods if self._names(matchers, f"{m}/{tail}") is not excluded]
            if named:
                found.append(said if len(named) == len(methods) else f"{said} ({', '.join(named)})")
        return tuple(sorted(found))

    def _names(self, matchers: Sequence[re.Pattern[str]], place: str) -> bool:
        wanted = [f"{_CONCRETE}{THIS}/{stage}/{place}" for stage in self.stages or ("",)]
        return any(matcher.fullmatch(each) for matcher in matchers for each in wanted)

    @cached_property
    def _groups(self) -> list[tuple[str, bool, list[re.Pattern[str]]]]:
        """What statements say and for whom, those of the same resources together: many functions can have the same."""
        holders: dict[tuple[str, bool, tuple[str, ...]], set[str]] = {}
        for each in self.statements:
            # A policy may be renamed, so it goes by whom it is for.
            whom = _attached(self.policies.index.properties(each.source)) or {each.source}
            holders.setdefault((each.effect, each.excluded, each.resources), set()).update(whom)
        return [
            (f"{effect} for {', '.join(sorted(whom))}", excluded, [_matcher(self._pattern(r)) for r in resources])
            for (effect, excluded, resources), whom in holders.items()
        ]

    def rows(self) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """The resources that let callers in or keep them out, by name, with what is compared of them."""
        index = self.policies.index
        sources: dict[str, list[str]] = {}
        for statement in self.statements:
            said = (index.with_stage_names(each) for each in _told(statement))
            sources.setdefault(statement.source, []).extend(said)
        for name, properties in index.of_type(*HOLDERS):
            managed = [plain(text(arn)) for arn in several(properties.get("ManagedPolicyArns"))]
            if calling := sorted({arn for arn in managed if arn in self.policies.statements or _can_allow(arn, index)}):
                sources.setdefault(name, []).extend(f"Allow by {arn}" for arn in calling)
        holders = {n for source in sources for n in (source, *_attached(index.properties(source)))}
        named = {n: self._own_names(p) & holders for n, p in index.of_type(*HOLDERS)}
        makers = [n for n, _ in index.of_type(*FOLLOWING) if self._follows(n, holders)]
        shown = {*sources, *makers, *(n for n, own in named.items() if own or n in holders)}
        trusted = self._trusted(shown)
        for name, properties in index.of_type(*dict.fromkeys((*HOLDERS, *POLICIES, *FOLLOWING, *PROVIDERS))):
            if name in shown or name in trusted:
                own = named.get(name, frozenset())
                trust = [f"{key} {rendered(unordered(properties[key]))}" for key in self._trust(name)]
                yield (
                    name,
                    {
                        "statements": sorted(sources.get(name, ())),
                        "holders": sorted(_attached(properties)) if index.type(name) in POLICIES else sorted(own),
                        "trust": trust,
                        "condition": [index.condition(name)] if index.condition(name) else [],
                    },
                )

    def _follows(self, name: str, holders: frozenset[str] | set[str]) -> bool:
        """Whether a resource makes somebody a holder."""
        properties = self.policies.index.properties(name)
        return any(
            {*names_in(properties.get(key)), *map(text, several(properties.get(key)))} & holders
            for key in FOLLOWING.get(self.policies.index.type(name), ())
        )

    def _own_names(self, properties: Mapping[str, Any]) -> frozenset[str]:
        return frozenset({text(properties.get(key)) for key in OWN_NAMES} - {""})

    def _trusted(self, holders: Iterable[str]) -> frozenset[str]:
        """Resources that say who gets to be one of the holders: those whom their trust names, and so on."""
        index, found, todo = self.policies.index, set[str](), [*holders]
        while todo:
            properties = index.properties(todo.pop())
            named = frozenset[str]().union(*(names_in(properties.get(key)) for key in NAMING))
            new = {n for n in named if index.type(n) in (*HOLDERS, *PROVIDERS)} - found
            found |= new
            todo.extend(new)
        return frozenset(found)

    def _trust(self, name: str) -> tuple[str, ...]:
        kind, properties = self.policies.index.type(name), self.policies.index.properties(name)
        if kind in HOLDERS:
            return tuple(key for key in TRUST if key in properties)
        harmless = PROVIDERS.get(kind, None if kind not in FOLLOWING else frozenset[str]())
        return () if harmless is None else tuple(key for key in sorted(properties) if key not in harmless)


def _can_allow(arn: str, index: Index) -> bool:
    """Whether a managed policy can allow to call APIs: those of AWS are known, those of the template are read."""
    return bool(BROAD.search(arn)) or not (":aws:policy/" in arn or arn in index.resources)


def _attached(properties: Mapping[str, Any]) -> frozenset[str]:
    """Whom a policy is for: names, and logical ids where they are in the template."""
    return frozenset(plain(text(each)) for key in ATTACHED for each in several(properties.get(key)))


def _told(statement: Statement) -> Iterator[str]:
    """A statement for each of its resources; of every resource but some, there is one."""
    about = [f"all but {', '.join(sorted(statement.resources))}"] if statement.excluded else statement.resources
    return (f"{statement.effect} {each} {statement.rest}".strip() for each in about)


def _documents(properties: Mapping[str, Any]) -> Iterator[Any]:
    yield properties.get("PolicyDocument")
    yield properties.get("InlinePolicy")
    for policy in several(properties.get("Policies")):
        yield policy.get("PolicyDocument") if isinstance(policy, dict) else policy


def _statements(source: str, document: Any) -> Iterator[Statement]:
    if isinstance(document, str):
        with suppress(ValueError):
            document = json.loads(document)
    version = text(document.get("Version")) if isinstance(document, dict) else ""
    for entry in several(document.get("Statement") if isinstance(document, dict) else document):
        for conditions, statement in alternatives(entry):
            if _is_about_calls(statement):
                yield _statement(source, statement, conditions, version or OLD_VERSION)


def _statement(source: str, statement: Mapping[str, Any], conditions: tuple[str, ...], version: str) -> Statement:
    excluded = "NotResource" in statement
    resources = tuple(map(text, several(statement.get("NotResource" if excluded else "Resource", "*"))))
    rest = {key: value for key, value in statement.items() if key not in READ}
    actions = sorted(text(action) for action in several(statement.get("Action")) if _calls(text(action)))
    said = [
        *([f"for {', '.join(actions)}"] if actions else []),
        *([rendered(unordered(rest))] if rest else []),
        *([f"if {' and '.join(conditions)}"] if conditions else []),
        *([f"(policy version {version})"] if version != VERSION and "${" in rendered(statement) else []),
    ]
    return Statement(source, text(statement.get("Effect")), resources, excluded, " ".join(said))


def _is_about_calls(statement: Mapping[str, Any]) -> bool:
    if "NotAction" in statement:
        excluded = [_matcher(text(action).lower()) for action in several(statement["NotAction"])]
        return not all(any(each.fullmatch(action) for each in excluded) for action in INVOKE)
    if "Action" not in statement:  # an intrinsic in the place of a statement
        return "execute-api" in rendered(statement)
    return any(_calls(text(action)) for action in several(statement["Action"]))


def _calls(action: str) -> bool:
    pattern = _matcher(_VARIABLE.sub("*", action).lower())
    return any(pattern.fullmatch(each) for each in INVOKE)


@cache
def _matcher(pattern: str) -> re.Pattern[str]:
    """An IAM pattern: ``*`` is any text, ``?`` any one character (IAM guide, Resource element)."""
    return re.compile("".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern), re.DOTALL)
