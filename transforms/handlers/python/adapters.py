"""Adapters for web frameworks: they read the event themselves, and each release knows certain formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import codes, sentences
from .code import Module
from .draft import Draft
from .locate import assigned
from .session import Session
from .trees import dotted


@dataclass(frozen=True)
class Adapter:
    """What is known of an adapter.

    Arguments:
        title: how people call it.
        v2: whether it takes payload format 2.0.
        stage: how it leaves out the name of a stage in front of paths: by this argument, by a setting, or not.
        event: keys of the request under which the framework's code finds the event, or a part of it, as it came.
        lost: what it gets wrong on payload format 2.0.
        note: what must be set beside the code on an HTTP API.
    """

    title: str
    v2: bool
    stage: Literal["api_gateway_base_path", "setting", "no"]
    event: tuple[str, ...] = ()
    lost: str = ""
    note: str = ""


ADAPTERS: Final = MappingProxyType(
    {
        "mangum.Mangum": Adapter("Mangum", True, "api_gateway_base_path", ("aws.event",)),
        "mangum.adapter.Mangum": Adapter("Mangum", True, "api_gateway_base_path", ("aws.event",)),
        "apig_wsgi.make_lambda_handler": Adapter(
            "apig-wsgi", True, "no", ("apig_wsgi.full_event", "apig_wsgi.request_context")
        ),
        "serverless_wsgi.handle_request": Adapter(
            "serverless-wsgi",
            False,
            "setting",
            ("serverless.event", "serverless.authorizer"),
            "Of several cookies of a response, clients get one.",
            "Its URLs begin with `/$default` unless the environment says `STRIP_STAGE_PATH=yes`.",
        ),
        "awsgi.response": Adapter(
            "aws-wsgi",
            False,
            "no",
            ("awsgi.event",),
            "It fails with a KeyError.",
            "Of several cookies of a response, clients get one.",
        ),
        "chalice.Chalice": Adapter("Chalice", False, "no", (), "It answers 500 to every request."),
        "chalice.app.Chalice": Adapter("Chalice", False, "no", (), "It answers 500 to every request."),
    }
)
"""As of Mangum 0.22, apig-wsgi 2.20, serverless-wsgi 3.1, aws-wsgi 0.2.7 and Chalice 1.34."""

QUERY_TEXTS: Final = ("query_string", "QUERY_STRING", "full_path")
"""Names by which frameworks give the query string as it stands."""

PACKAGES: Final = frozenset(name.partition(".")[0] for name in ADAPTERS)
"""The adapters themselves, where they are vendored."""


def of(module: Module, node: cst.BaseExpression | None) -> tuple[Adapter, cst.Call] | None:
    """The adapter that an expression makes or calls."""
    if not isinstance(node, cst.Call):
        return None
    adapter = ADAPTERS.get(module.global_name(node.func) or "")
    if adapter is not None:
        return adapter, node
    if isinstance(node.func, cst.Call):
        return of(module, node.func)
    if isinstance(node.func, cst.Name) and module.bound.get(node.func.value) == 1:
        return of(module, assigned(module, node.func.value))
    return None


def called(session: Session, draft: Draft, node: cst.Call, event: str, facts: RouteFacts) -> bool:
    """Look after a call that hands the event to an adapter; whether it is one."""
    found = of(draft.module, node)
    if found is None or not any(isinstance(arg.value, cst.Name) and arg.value.value == event for arg in node.args):
        return False
    decide(session, draft, *found, facts)
    return True


def decide(session: Session, draft: Draft, adapter: Adapter, node: cst.Call, facts: RouteFacts) -> None:
    """Say what becomes of an adapter, and tell it the stage where it can be told."""
    _handed_on(session, adapter)
    if adapter.v2 and "2.0" in (facts.before, facts.after):
        _query_as_text(session, adapter)
    if facts.after == "2.0" and not adapter.v2:
        draft.say(
            codes.ADAPTER,
            node,
            f"{adapter.title} does not answer the same on payload format 2.0. {adapter.lost}",
            "Keep the function on payload format 1.0, or change to Mangum or apig-wsgi.",
        )
        return
    if facts.after == "rest":
        return
    if adapter.note:
        draft.say(
            codes.ADAPTER,
            node,
            f"{adapter.title} reads the event. {adapter.note}",
            "Set that variable where it is missing.",
            Level.WARNING,
        )
    if facts.stage is None:
        return
    if adapter.stage == "api_gateway_base_path":
        if any(arg.keyword and arg.keyword.value == adapter.stage for arg in node.args):
            return
        _base_path(draft, node, facts)
        return
    how = f"Set `API_GATEWAY_BASE_PATH={facts.stage}`." if adapter.stage == "setting" else "Use the stage `$default`."
    draft.say(
        codes.PATH_STAGE,
        node,
        f"Paths begin with `/{facts.stage}` from now on, and {adapter.title} does not take it off by itself.",
        how,
        Level.BLOCKER if facts.after == "2.0" else Level.WARNING,
    )


def _handed_on(session: Session, adapter: Adapter) -> None:
    """Report where the application behind an adapter looks at the event itself, which is not followed there."""
    for key in adapter.event:
        for module in session.program.reachable(session.entry.module, key):
            if module.name.partition(".")[0] in PACKAGES:
                continue
            for node in _texts(module, key):
                session.draft(module.name).say(
                    codes.ESCAPES,
                    node,
                    f"The application takes the event itself from `{key}`, where {adapter.title} puts it; what it reads is not followed.",
                    sentences.READ_THE_REQUEST,
                )


def _query_as_text(session: Session, adapter: Adapter) -> None:
    """Report where the application takes the query string as a text, which is not always what the client sent."""
    for word in (*QUERY_TEXTS, ".url"):
        for module in session.program.reachable(session.entry.module, word):
            if module.name.partition(".")[0] in PACKAGES:
                continue
            named = module.named("url") if word == ".url" else (*module.named(word), *_texts(module, word))
            for node in named:
                if word != ".url" or dotted(node).rpartition(".")[0].endswith("request"):
                    session.draft(module.name).say(
                        codes.ADAPTER,
                        node,
                        f"The application takes the query string as a text. With payload 2.0 {adapter.title} hands on what the client sent; behind a REST API "
                        "it puts the text together from the decoded parameters, in another order and encoding perhaps.",
                        "Read the parameters that the framework parses.",
                        Level.WARNING,
                    )


def _texts(module: Module, text: str) -> Iterator[cst.SimpleString]:
    return (node for node in module.of(cst.SimpleString) if node.evaluated_value == text)


def _base_path(draft: Draft, node: cst.Call, facts: RouteFacts) -> None:
    close = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    added = cst.Arg(cst.SimpleString(f'"/{facts.stage}"'), keyword=cst.Name("api_gateway_base_path"), equal=close)
    if facts.after == "1.0":
        draft.say(
            codes.PATH_STAGE,
            node,
            f"Paths begin with `/{facts.stage}` from now on, and Mangum leaves it there.",
            "Give Mangum the stage's name as `api_gateway_base_path`, from a variable of the function's environment."
            if facts.given
            else f'Write `Mangum(app, api_gateway_base_path="/{facts.stage}")`.',
            mended=not facts.given,
        )
    if not facts.given:
        draft.put(node, lambda old: _with(old, added))


def _with(node: cst.CSTNode, arg: cst.Arg) -> cst.Call:
    assert isinstance(node, cst.Call)
    if not node.args:
        return node.with_changes(args=[arg])
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    last = node.args[-1]
    return node.with_changes(args=[*node.args[:-1], last.with_changes(comma=comma), arg.with_changes(comma=last.comma)])
