"""Small functions that are put into a handler's file where an expression would not do."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

HELPERS: Final = MappingProxyType(
    {
        "_body": '''\
def _body(event):
    """Give the body as text: HTTP APIs send forms and files as base64."""
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return body
''',
        "_headers": '''\
def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}
''',
        "_cookies": '''\
def _cookies(event):
    """Give the cookies of the request, each as name=value."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return [cookie.strip() for cookie in headers.get("cookie", "").split(";") if cookie.strip()]
''',
    }
)

NEEDS: Final[MappingProxyType[str, tuple[tuple[str, str | None], ...]]] = MappingProxyType(
    {"_body": (("base64", None),)}
)
"""What each of them imports: a module, or a name of one."""
