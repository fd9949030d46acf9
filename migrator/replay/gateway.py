"""An API as far as events and answers depend on it."""

from __future__ import annotations

from dataclasses import dataclass

from ..facts import CATCH_ALL, CorsHeaders, Format
from .identities import CLIENT_IP
from .requests import Pairs

API = "a1b2c3d4e5"
HOST = f"{API}.execute-api.us-east-1.amazonaws.com"
REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
"""Of a REST API; an HTTP API gives ``EXTENDED_ID`` in both places."""

EXTENDED_ID = "JKJaXmPLvHcESHA="
TRACE = "Root=1-5e6a8c1e-0123456789abcdef01234567"
# Only where the API is edge-optimised, which is what SAM creates; an HTTP API never has them.
_EDGE: Pairs = (
    ("CloudFront-Forwarded-Proto", "https"),
    ("CloudFront-Is-Desktop-Viewer", "true"),
    ("CloudFront-Viewer-Country", "DE"),
    ("Via", "1.1 example.cloudfront.net (CloudFront)"),
    ("X-Amz-Cf-Id", "example"),
)
GATEWAY_HEADERS: Pairs = (
    ("Host", HOST),
    ("X-Amzn-Trace-Id", TRACE),
    ("X-Forwarded-For", CLIENT_IP),
    ("X-Forwarded-Port", "443"),
    ("X-Forwarded-Proto", "https"),
)
# Payload 1.0: captured events capitalise these and nothing else; the documentation shows all names in lower case.
CAPITALISED = {
    name.lower(): name
    for name in ("Content-Length", "Content-Type", "User-Agent", *(name for name, _ in GATEWAY_HEADERS))
}


@dataclass(frozen=True)
class Gateway:
    """An API as far as events and answers depend on it.

    Arguments:
        version: event format.
        stage: name of the stage; ``$default`` for an HTTP API whose paths carry none.
        binary: binary media types of a REST API.
        lower: payload 1.0 with all header names in lower case, as documented, in place of how it is captured.
        cors: whether the API gives CORS headers itself and ignores those of the function.
        adds: which it gives; None where that is not compared.
        called: name of the stage that its events give in place of its own; only a supposition is so.
        turned: header names as the other kind of API would write them, which is a supposition too.
        sends: ids in the form of the other kind of API, and to an HTTP API the headers of an edge, which is one too.
    """

    version: Format
    stage: str = CATCH_ALL
    binary: tuple[str, ...] = ()
    lower: bool = False
    cors: bool = False
    adds: CorsHeaders | None = None
    called: str | None = None
    turned: bool = False
    sends: bool = False

    @property
    def request_id(self) -> str:
        """The id of a request, which has one form in events of a REST API and another in those of an HTTP API."""
        return REQUEST_ID if (self.version == "rest") != self.sends else EXTENDED_ID

    @property
    def edge(self) -> Pairs:
        """The headers that come from an edge."""
        return _EDGE if (self.version == "rest") or self.sends else ()

    @property
    def prefix(self) -> str:
        """What stands before the path in an HTTP API's events."""
        return "" if self.version == "rest" else _prefix(self.stage)

    @property
    def context_prefix(self) -> str:
        """What stands before the path in ``requestContext``."""
        return _prefix(self.called or self.stage)


def _prefix(stage: str) -> str:
    return "" if stage == CATCH_ALL else f"/{stage}"
