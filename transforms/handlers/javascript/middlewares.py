"""What stands around a handler: middlewares of middy and of Powertools, and what each does to events and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from migrator.facts import Facts, RouteFacts
from migrator.findings import Level

from ...cors.codes import CORS_IGNORED, CORS_IN_FORCE
from .. import codes, sentences
from ..cors import AROUND, at
from .expressions import bare, calls
from .hooks import MiddyHook, hooks
from .uses import Path

if TYPE_CHECKING:
    from .locate import Handler
    from .session import ScriptSession

SETTLED: Final[dict[str, tuple[Path, ...]]] = {
    "@middy/http-header-normalizer": (("headers",),),
    "@middy/http-json-body-parser": (("body",),),
    "@middy/http-multipart-body-parser": (("body",),),
    "@middy/http-event-normalizer": (("queryStringParameters",), ("pathParameters",)),
}
"""Middlewares that make a part of the event the same, whatever format it has."""

HARMLESS: Final = frozenset(
    {
        *(
            f"@middy/{name}"
            for name in (
                "do-not-wait-for-empty-event-loop",
                "error-logger",
                "http-content-negotiation",
                "http-error-handler",
                "http-response-serializer",
                "http-security-headers",
                "input-output-logger",
                "rds-signer",
                "s3",
                "secrets-manager",
                "ssm",
                "sts",
                "warmup",
            )
        ),
        *(
            f"@aws-lambda-powertools/{module}.{name}"
            for own, name in (
                ("logger", "injectLambdaContext"),
                ("metrics", "logMetrics"),
                ("tracer", "captureLambdaHandler"),
            )
            for module in (own, f"{own}/middleware")
        ),
        "@aws-lambda-powertools/logger.Logger().injectLambdaContext",
        "@aws-lambda-powertools/metrics.Metrics().logMetrics",
        "@aws-lambda-powertools/tracer.Tracer().captureLambdaHandler",
        "@aws-lambda-powertools/tracer.Tracer().captureMethod",
    }
)
"""Middlewares and decorators that read and change nothing that differs."""


ERRORS: Final = "@middy/http-error-handler"
"""What makes responses of errors."""


def answering(session: ScriptSession, handler: Handler) -> str:
    """What around a handler may make or change a response, as a clause; nothing where that is nothing."""
    for module, node in handler.around:
        call = calls(bare(node))
        library = session.program.library(module, call.function or node)
        if library == ERRORS or library not in (HARMLESS | SETTLED.keys()):
            return AROUND + at(module.source.path, module.span(node).line)
    return ""


@dataclass(frozen=True)
class AroundHandler:
    """What stands around a handler.

    Arguments:
        settled: paths of the event that are the same behind it, whatever format it has.
        hooks: functions of the package that get the event as well.
    """

    settled: frozenset[Path]
    hooks: tuple[MiddyHook, ...]


def decide(session: ScriptSession, handler: Handler, facts: Facts) -> AroundHandler:
    """Judge what stands around a handler."""
    settled: set[Path] = set()
    own: list[MiddyHook] = []
    for module, node in sorted(handler.around, key=lambda each: each[1].start_byte, reverse=True):
        call = calls(bare(node))
        library = session.program.library(module, call.function or node)
        draft = session.draft(module)
        if library in SETTLED:
            settled.update(SETTLED[library])
        elif library == "@middy/http-cors":
            if isinstance(facts, RouteFacts) and facts.cors:
                code = CORS_IGNORED if facts.after != "rest" else CORS_IN_FORCE
                draft.say(
                    code,
                    node,
                    "`httpCors` adds CORS headers to responses. An HTTP API with CORS settings ignores them; behind a REST API they are what browsers go by.",
                    code.remedy,
                )
        elif library == "@middy/http-urlencode-body-parser":
            draft.say(
                codes.FORM_BODY,
                node,
                "A form is parsed by a middleware. An HTTP API sends forms base64 encoded; releases of middy before 5 do not decode them.",
                "Check that the release in use decodes the body.",
                Level.WARNING,
            )
            settled.add(("body",))
        elif library is None and not settled and (found := hooks(session.program, module, node)) is not None:
            own += found
        elif library not in HARMLESS:
            sentences.AROUND_HANDLER.on(
                draft, node, f"`{module.text(node)}`" if len(module.text(node)) < 40 else "This"
            )
    return AroundHandler(frozenset(settled), tuple(own))
