"""Small functions that are put into a handler's file where an expression would not do."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

import libcst as cst

from .code import Module

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
        "_policy": '''\
def _policy(event, answer):
    """Say as a policy for this request what isAuthorized says."""
    effect = "Allow" if answer.get("isAuthorized") is True else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    context = {
        key: value if isinstance(value, (str, int, float, bool)) else json.dumps(value)
        for key, value in (answer.get("context") or {}).items()
    }
    return {
        "principalId": "user",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }
''',
        "_policy_for_all": '''\
def _policy_for_all(event, answer):
    """Say as a policy what isAuthorized says; it is cached, and so is for every route as isAuthorized was."""
    effect = "Allow" if answer.get("isAuthorized") is True else "Deny"
    resource = "/".join(event["methodArn"].split("/", 2)[:2]) + "/*"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    context = {
        key: value if isinstance(value, (str, int, float, bool)) else json.dumps(value)
        for key, value in (answer.get("context") or {}).items()
    }
    return {
        "principalId": "user",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }
''',
    }
)

NEEDS: Final[MappingProxyType[str, tuple[tuple[str, str | None], ...]]] = MappingProxyType(
    {"_body": (("base64", None),), "_policy": (("json", None),), "_policy_for_all": (("json", None),)}
)
"""What each of them imports: a module, or a name of one."""


def written(name: str, like: Module) -> str:
    """A function as a file would have it: with its indent, its line breaks and its quotes.

    Arguments:
        name: its name.
        like: the file.
    """
    code, tree = HELPERS[name], like.tree
    quotes = [text.quote for text in like.of(cst.SimpleString)]
    if quotes.count("'") > quotes.count('"'):
        code = re.sub(r'"""|"', lambda found: found[0] if len(found[0]) > 1 else "'", code)
    return code.replace("    ", tree.default_indent).replace("\n", tree.default_newline)
