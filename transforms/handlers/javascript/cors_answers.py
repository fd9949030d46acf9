"""CORS headers in responses of JavaScript: behind a REST API the function sends them itself.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from migrator.facts import CorsHeaders

from ..cors import CORS_HEADERS, ELSEWHERE, NOT_FOLLOWED, at, own
from . import objects
from .answer import ScriptAnswer, value_of
from .expressions import bare
from .replies import Replies
from .reply_headers import written
from .syntax import ScriptModule


@dataclass(frozen=True, eq=False)
class ScriptCors:
    """Writes the headers into the responses of one handler.

    Arguments:
        replies: what reads and changes responses.
        headers: what has to be sent.
    """

    replies: Replies
    headers: CorsHeaders

    def write(self, answers: Iterable[ScriptAnswer]) -> str:
        """Give every response the headers; why that is not proven of one, as a clause, or nothing."""
        whys = [why for answer in {each.node.id: each for each in answers}.values() for why in self._answer(answer)]
        return whys[0] if whys else ""

    def _answer(self, answer: ScriptAnswer) -> Iterator[str]:
        draft = self.replies.draft_of(answer.module)
        place = at(answer.module.source.path, answer.module.span(answer.node).line)
        if answer.kind in ("unknown", "error") or answer.open:
            yield NOT_FOLLOWED + place
            return
        if answer.kind != "object" or "statusCode" not in answer.keys:
            return  # payload format 2.0 makes a response of it, which is written out with its headers; 1.0 refuses it
        found = self.replies.headers(answer)
        lists = answer.keys.get("multiValueHeaders")
        entry = answer.own.get("headers")
        if (
            found.open
            or any(map(found.spelled, CORS_HEADERS))
            or ("headers" in answer.keys and entry is None)
            or (lists is not None and _names_cors(*lists))
        ):
            yield ELSEWHERE + place
            return
        wanted = self.headers.written
        for name, (module, value) in found.names.items():
            says = self.replies.program.constant(module, value)
            if name.lower() in CORS_HEADERS and says != {k.lower(): v for k, v in wanted.items()}.get(name.lower()):
                yield own(name) + place
                return
        lacking = {name: value for name, value in wanted.items() if not found.has(name.lower())}
        text = written(answer.module, lacking)
        if not text:
            return
        if entry is not None and found.node is not None and found.node == bare(value_of(entry)):
            for each in lacking:
                objects.put_last(draft, found.node, written(answer.module, {each: lacking[each]}))
        elif entry is not None:
            self.replies.add(draft, answer, found, text)
        elif (body := answer.own.get("body")) is not None:
            objects.put_before(draft, body, f"headers: {{ {text} }}")
        else:
            objects.put_last(draft, answer.node, f"headers: {{ {text} }}")


def _names_cors(module: ScriptModule, node: Node) -> bool:
    return "access-control" in module.text(node).lower()
