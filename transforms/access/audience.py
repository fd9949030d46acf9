"""The audience of a JWT authorizer: the app clients that stand for what a Cognito authorizer takes."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from itertools import zip_longest
from shlex import quote

from migrator.concern import Step, View
from migrator.findings import Level
from migrator.text.node import Node, boolean
from migrator.text.operations import Insert
from migrator.text.values import (
    NO_VALUE,
    Tagged,
    Value,
    all_known,
    arguments,
    attribute,
    get,
    intrinsic,
    literal,
    ref,
    written_list,
)

from ..reading.segments import shape_of, shown
from .fact import TokenAuthorizer
from .pools import clients_of
from .token_codes import CLIENT_EXPRESSION, JWT_AUDIENCE, JWT_CLIENTS, MACHINE_CLIENT, NEW_PARAMETER

MAX_CLIENTS = 50
"""App clients of one JWT authorizer. Source: API Gateway quotas, audiences per authorizer."""

ONLY = "only:"
PARAMETER = "param:"
MACHINES = "client_credentials"

_CLIENT_ID = re.compile(r"[a-z0-9]+")
_ID = r"(?:[a-z0-9]+|\$\{[^}!]+\})"
_CLIENT_LIST = re.compile(rf"^\^?\(?(?P<ids>{_ID}(?:\|{_ID})*)\)?\$?$")


def audience(
    view: View, fact: TokenAuthorizer, pool: Node, scoped: Sequence[bool]
) -> Generator[Step, None, list[Value]]:
    """App clients of a pool: those of the expression, else those of the template, and those that the user names.

    Arguments:
        fact: the Cognito authorizer.
        pool: its user pool.
        scoped: for each route behind it, whether it asks for scopes.
    """
    asked = dict(view.options.audiences).get(fact.origin.name, ())
    named = yield from _named(view, [one.removeprefix(ONLY) for one in asked], fact.origin.node)
    if named and any(one.startswith(ONLY) for one in asked):
        yield from _instead(view, fact)
        return named
    if fact.expression is not None:
        return (yield from _of_expression(view, fact, pool, named))
    clients = yield from _of_template(view, fact, pool, scoped)
    if not clients and not named:
        yield from _missing(view, fact, pool)
        return []
    if clients:
        yield from _limits(view, fact, pool, clients, len(named))
    return [*(value for _, value in clients), *named]


def _instead(view: View, fact: TokenAuthorizer) -> Iterator[Step]:
    if fact.expression is not None:
        what = f"The expression of authorizer {fact.origin.name} is dropped; only the clients that you named may call."
        yield view.find(CLIENT_EXPRESSION, what, fact.expression, level=Level.WARNING)


def _of_expression(
    view: View, fact: TokenAuthorizer, pool: Node, named: list[Value]
) -> Generator[Step, None, list[Value]]:
    name, clients = fact.origin.name, _listed(view, fact.expression, pool)
    if clients is not None:
        what = f"Authorizer {name} will accept tokens of the clients in its expression."
        yield view.find(JWT_CLIENTS, what, fact.origin.node, level=Level.INFO)
        if more := [one for one in named if one not in clients]:
            what = f"Authorizer {name} will accept tokens of the clients that you named too, which its expression keeps out today."
            yield view.find(CLIENT_EXPRESSION, what, fact.expression, level=Level.WARNING)
        return [*clients, *more]
    if named:
        yield from _instead(view, fact)
    else:
        what = f"Authorizer {name} accepts tokens of the clients that match an expression."
        yield view.find(CLIENT_EXPRESSION, what, fact.expression)
    return named


def _listed(view: View, expression: Node | None, pool: Node) -> list[Value] | None:
    """The clients that an expression lists; None where it is a pattern, or lists what may be none of the pool's clients."""
    if parts := arguments(expression, "If", 3):
        either = all_known(_listed(view, branch, pool) for branch in parts[1:])
        return _by_condition(literal(parts[0]), *either) if either is not None else None
    text = shown(shape_of(expression)) if expression is not None else ""
    found = _CLIENT_LIST.match(text)
    known, clients = dict(clients_of(view, pool)), list[Value]()
    for one in found["ids"].split("|") if found is not None else ():
        inner = one[2:-1] if one.startswith("${") else ""
        parameter = view.template.parameters.get(inner)
        if not inner:
            clients.append(one)
        elif inner in known:
            clients.append(known[inner])
        elif parameter is not None and (one != text or _CLIENT_ID.fullmatch(literal(get(parameter, "Default")) or "")):
            clients.append(ref(inner))  # a value with signs of a pattern is the id of no client, which lets nobody in
        else:
            return None
    return clients or None


def _by_condition(condition: str | None, holds: list[Value], otherwise: list[Value]) -> list[Value]:
    """The entries of an audience that has some clients where a condition holds, and others where it does not."""
    both = [client for client in holds if client in otherwise]
    ways = [[client for client in way if client not in both] for way in (holds, otherwise)]
    return [*both, *(Tagged("If", [condition, *each]) for each in zip_longest(*ways, fillvalue=ref(NO_VALUE)))]


def _of_template(
    view: View, fact: TokenAuthorizer, pool: Node, scoped: Sequence[bool]
) -> Generator[Step, None, list[tuple[str, Value]]]:
    """App clients of the template, without those that a REST API keeps out since they can get access tokens only."""
    clients = list(clients_of(view, pool))
    machines = [name for name, _ in clients if is_machine(view, name)]
    if not machines or (scoped and all(scoped)):
        return clients  # with scopes, access tokens are what a REST API takes
    if any(scoped):
        what = (
            f"{', '.join(machines)} can get access tokens only. Today they may call the routes of authorizer "
            f"{fact.origin.name} that ask for scopes; in its audience they may call those without scopes too."
        )
        yield view.find(MACHINE_CLIENT, what, fact.origin.node)
        return clients
    what = (
        f"{', '.join(machines)} can get access tokens only, which this API refuses today, and is left out of the audience of "
        f"authorizer {fact.origin.name}."
    )
    remedy = "Add it with `--audience` if it is to call this API."
    yield view.find(MACHINE_CLIENT, what, fact.origin.node, level=Level.INFO, remedy=remedy)
    return [client for client in clients if client[0] not in machines]


def is_machine(view: View, client: str) -> bool:
    """Whether an app client gets tokens for itself only: by OAuth's client credentials and nothing else.

    Arguments:
        client: its logical id.
    """
    properties = view.template.resources[client].properties
    sign_in = properties.get("ExplicitAuthFlows")
    by_user = sign_in is not None and any(literal(flow) != "ALLOW_REFRESH_TOKEN_AUTH" for flow in sign_in.elements())
    if by_user or written_list(properties.get("AllowedOAuthFlows")) != [MACHINES]:
        return False
    used = properties.get("AllowedOAuthFlowsUserPoolClient")
    # CloudFormation takes `'true'` for true in a resource of its own.
    return boolean(used) is True or (literal(used) or "").lower() == "true"


def _missing(view: View, fact: TokenAuthorizer, pool: Node) -> Iterator[Step]:
    name = fact.origin.name
    what = f"No app client of the user pool of authorizer {name} is in this template."
    remedy = f"Run again with `--audience {quote(name)}=CLIENT_ID`, or `--audience {quote(name)}=param:UserPoolClientId` to add a template parameter."
    yield view.find(JWT_AUDIENCE, what, pool, remedy=remedy)


def _limits(
    view: View, fact: TokenAuthorizer, pool: Node, clients: list[tuple[str, Value]], named: int
) -> Iterator[Step]:
    """What follows from an audience that is made of the clients of the template."""
    name = fact.origin.name
    listed = ", ".join(client for client, _ in clients)
    yield view.find(JWT_CLIENTS, f"Authorizer {name} will accept only tokens of {listed}.", fact.origin.node)
    if len(clients) + named > MAX_CLIENTS:
        what = f"The audience of authorizer {name} would hold {len(clients) + named} app clients; a JWT authorizer takes {MAX_CLIENTS}."
        yield view.find(
            JWT_AUDIENCE,
            what,
            pool,
            remedy=f"Name those that call this API: `--audience {quote(name)}=only:CLIENT_ID`.",
        )
    if not named and (conditions := _may_be_none(view, pool, [client for client, _ in clients])):
        what = (
            f"Every app client of the user pool of authorizer {name} has a condition ({', '.join(conditions)}). Where none "
            "holds, the audience is empty, which API Gateway refuses."
        )
        remedy = f"Name a client that always exists: `--audience {quote(name)}=CLIENT_ID`; or give the API the same condition."
        yield view.find(JWT_AUDIENCE, what, pool, remedy=remedy)


def _may_be_none(view: View, pool: Node, clients: list[str]) -> list[str]:
    """The conditions of the clients, unless one client is there whenever the API is."""
    resources = view.template.resources
    named = all_known(literal(resources[client].node.get("Condition")) for client in clients) or []
    is_sure = not _conditions(view, pool).isdisjoint(named) or _is_one_or_other(view, set(named))
    return [] if is_sure else sorted(set(named))


def _conditions(view: View, pool: Node) -> set[str | None]:
    """The conditions under which there is the API and its user pool."""
    owner = view.template.resources.get((attribute(pool) or ("",))[0])
    around = {literal(each.node.get("Condition")) for each in (view.api.resource, owner) if each is not None}
    functions = {literal(event.owner.node.get("Condition")) for event in view.api.events}
    return around | functions if view.api.implicit and len(functions) == 1 else around


def _is_one_or_other(view: View, conditions: set[str]) -> bool:
    """Whether one of the conditions is the plain opposite of another, so that one of them always holds."""
    section = view.template.section("Conditions")
    return any(_opposite(get(section, name)) in conditions for name in conditions)


def _opposite(condition: Node | None) -> str | None:
    """The condition that this one is ``!Not`` of."""
    parts = arguments(condition, "Not", 1)
    inner = intrinsic(parts[0]) if parts else None
    if inner is not None:
        return inner.text if inner.name == "Condition" else None
    return literal(parts[0].get("Condition")) if parts else None


def _named(view: View, asked: Sequence[str], node: Node) -> Generator[Step, None, list[Value]]:
    """Clients that the user names; a parameter that is not there is added."""
    values: list[Value] = []
    for one in asked:
        parameter = one.removeprefix(PARAMETER)
        if parameter == one:
            values.append(one)
            continue
        values.append(ref(parameter))
        if parameter not in view.template.parameters:
            yield view.find(NEW_PARAMETER, f"Parameter `{parameter}` is added to the template.", node)
            yield _new_parameter(view, parameter)
    return values


def _new_parameter(view: View, name: str) -> Insert:
    value: Value = {"Type": "String", "Description": "App client that may call the API"}
    section = view.template.section("Parameters")
    if section is not None:
        return Insert(section, name, value)
    return Insert(view.template.root, "Parameters", {name: value}, before="Resources")
