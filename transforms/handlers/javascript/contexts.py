"""What authorizers hand on beside a policy: payload 2.0 takes any JSON, a REST API refuses lists and objects.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from .. import authorizer_sentences
from .answers import Answers
from .expressions import bare
from .syntax import ScriptModule
from .texts import texts

if TYPE_CHECKING:
    from .session import ScriptSession

_NESTED: Final = frozenset({"object", "array"})
_SCALARS: Final = frozenset({"number", "true", "false"})


def decide(session: ScriptSession, module: ScriptModule, function: Node) -> None:
    """Report values of contexts that a REST API refuses, and those that it may refuse."""
    answers = Answers(session.program)
    for answer in answers.of_handler(module, function, waited=False):
        given = answer.keys.get("context")
        for held in answers.value(*given) if given is not None else ():
            if held.kind != "object" or held.open:
                authorizer_sentences.CONTEXT_NOT_KNOWN.on(session.draft(held.module), held.node)
                continue
            for name, (where, value) in held.keys.items():
                if bare(value).type in _NESTED:
                    authorizer_sentences.CONTEXT_NESTED.on(session.draft(where), value, name)
                elif bare(value).type not in _SCALARS and not texts(session.program, where, value):
                    authorizer_sentences.CONTEXT_NOT_KNOWN.on(session.draft(where), value)
