"""Built events and answers against those of aws-sam-cli, with what is known to be wrong in its own put right.

It is installed once into ``.cache``, since its dependencies are at odds with those of a development environment, and
only on request, since that takes half a minute to two: ``SAM_CLI_ORACLE=1 pytest tests/test_replay_samcli.py``.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from migrator.facts import AuthorizerFacts, Route
from migrator.replay.authorizers import authorizer_event
from migrator.replay.events import event
from migrator.replay.gateway import Gateway
from migrator.replay.requests import Request, requests_for
from migrator.replay.responses import answer

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "aws-sam-cli"
PYTHON = CACHE / ("Scripts" if os.name == "nt" else "bin") / "python"
READY = CACHE / "ready"
SECONDS = 180
"""How long an installation may take before the comparison is left out."""

REST, HTTP1, HTTP2 = Gateway("rest", "prod"), Gateway("1.0"), Gateway("2.0")
ROUTES = [Route("POST", "/items/{id}"), Route("GET", "/"), Route("GET", "/a/{b}/c"), Route("DELETE", "/{proxy+}")]
FACTS = AuthorizerFacts("token", "2.0", headers=("Authorization",))

# It cannot build these: Flask joins lines of one name, and takes neither an escaped slash for part of a variable nor
# a slash at the end of a path.
UNBUILT = {"a header twice", "an escaped slash in the path", "a slash at the end of the path"}

GENERATED = {"requestId", "extendedRequestId", "resourceId", "requestTime", "requestTimeEpoch", "time", "timeEpoch"}
PLACES = {"apiId", "domainName", "domainPrefix", "userAgent"}
# Null in its events; not in those of AWS unless the route wants an API key, and not in its own at all.
IDENTITY = {"apiKey", "accessKey", "cognitoIdentityId", "principalOrgId"}
# A gateway's own headers; AWS sends the same and more.
GATEWAYS_OWN = ("host", "x-amz", "x-forwarded", "cloudfront", "via")

ANSWERS: list[Any] = [
    {"statusCode": 200, "body": "x"},
    {"statusCode": "201", "headers": {"Content-Type": "text/plain", "X-A": "1"}, "body": "x"},
    {"body": "no status"},
    {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": "aGk=", "isBase64Encoded": True},
    {"statusCode": 200, "cookies": ["a=1", "b=2"], "headers": {"Content-Type": "text/html"}, "body": ""},
    {"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"], "X-M": ["1", "2"]}, "body": None},
    {"statusCode": 200, "headers": {"X-M": "1"}, "multiValueHeaders": {"X-M": ["1", "2"]}, "body": ""},
    {"statusCode": 200, "unknown": 1, "body": "x"},
    {"statusCode": "soon", "body": "x"},
    {"message": "inferred"},
    "text",
    ["list"],
    None,
]
# Where an answer of this index is not what AWS makes of it.
KNOWN_WRONG = {
    (4, "rest"): "AWS gives no cookies for the key, at best",
    (11, "2.0"): "AWS sends JSON, it sends Python's spelling",
    (12, "2.0"): "AWS sends JSON, it sends nothing",
}


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep other workers out; whoever comes second finds it installed."""
    lock = CACHE.parent / "aws-sam-cli.lock"
    lock.parent.mkdir(exist_ok=True)
    end = time.monotonic() + SECONDS
    while True:
        try:
            lock.mkdir()
            break
        except FileExistsError:
            if time.monotonic() > end:
                lock.rmdir()  # of a run that was killed
            time.sleep(0.2)
    try:
        yield
    finally:
        lock.rmdir()


def installed() -> None:
    """Install aws-sam-cli unless it is there; skip when that does not work out."""
    with alone():
        if READY.exists():
            return
        if not os.environ.get("SAM_CLI_ORACLE"):
            pytest.skip("aws-sam-cli is not in .cache; SAM_CLI_ORACLE=1 installs it there")
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", CACHE], check=True, timeout=SECONDS)
            command = [
                PYTHON,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--retries=1",
                "--timeout=20",
                "aws-sam-cli>=1.150,<2",
            ]
            subprocess.run(command, check=True, timeout=SECONDS, capture_output=True, text=True)
        except subprocess.CalledProcessError as error:
            pytest.skip(f"aws-sam-cli cannot be installed: {(error.stderr or '').strip()[-200:]}")
        except subprocess.TimeoutExpired:
            pytest.skip(f"aws-sam-cli is not installed within {SECONDS} seconds")
        READY.touch()


def requests() -> list[Request]:
    found = [request for route in ROUTES for request in requests_for(route, ("page", "X-Tenant", "Authorization"))]
    return [request for request in found if request.name not in UNBUILT]


def asked(request: Request) -> dict[str, Any]:
    """A request as the oracle takes it."""
    headers = [*request.headers, *([("Cookie", "; ".join(request.cookies))] if request.cookies else [])]
    http = event(request, HTTP2)
    return {
        "method": request.method,
        "url": request.path + (f"?{request.query}" if request.query else ""),
        "route": request.route.path,
        "headers": headers,
        "body": None if request.body is None else request.body.hex(),
        "stages": ["prod", "$default"],
        "type": request.content_type,
        "encoded": http["isBase64Encoded"],
        "text": request.body is None or b"\xff" not in request.body,
        "identity": "Authorization" if any(name == "Authorization" for name, _ in request.headers) else None,
    }


def oracle() -> tuple[list[Request], dict[str, Any]]:
    installed()
    sent = requests()
    job = json.dumps({"requests": [asked(request) for request in sent], "answers": [*map(json.dumps, ANSWERS)]})
    script = Path(__file__).with_name("samcli_oracle.py")
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    run = subprocess.run(
        [PYTHON, script], input=job, capture_output=True, text=True, check=False, timeout=SECONDS, env=environment
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return sent, json.loads(run.stdout)


def corrected(theirs: dict[str, Any], request: Request) -> dict[str, Any]:
    """An event of aws-sam-cli with what is known to be wrong in it put right."""
    context = dict(theirs["requestContext"])
    fixed = {**theirs, "requestContext": context}
    if fixed.get("pathParameters"):  # AWS leaves them escaped
        fixed["pathParameters"] = dict(request.variables)
    if request.body is None:
        fixed["isBase64Encoded"] = False
    if theirs.get("version") == "2.0":
        empty = ("stageVariables", "pathParameters", "queryStringParameters", "cookies", "body")
        return {name: value for name, value in fixed.items() if value or name not in empty}  # null or empty in its own
    if "version" in theirs:
        context["path"] = fixed["path"]  # the route's in its own
    else:
        fixed["path"], context["path"] = request.path, f"/prod{request.path}"  # decoded, and the route's, in its own
    return fixed


def plain(built: dict[str, Any]) -> dict[str, Any]:
    """An event without what is generated, with header names in one case, and without a gateway's own headers."""
    context = {k: v for k, v in built["requestContext"].items() if k not in GENERATED | PLACES}
    for part in ("identity", "http"):
        if part in context:
            context[part] = {k: v for k, v in context[part].items() if k not in IDENTITY | PLACES}
    kept = {k: v for k, v in built.items() if k not in ("headers", "multiValueHeaders", "methodArn", "routeArn")}
    headers = {
        part: {k.lower(): v for k, v in built[part].items() if not own(k)}
        for part in ("headers", "multiValueHeaders")
        if part in built
    }
    return {**kept, **headers, "requestContext": context}


def own(header: str) -> bool:
    # Content-Length is no header of a REST event and cookies are none in 2.0; each is looked at elsewhere.
    return header.lower().startswith(GATEWAYS_OWN) or header.lower() in ("content-length", "cookie")


def view(gateway: Gateway, value: Any) -> Any:
    """An answer as the oracle gives it; null where it is refused."""
    got = answer(value, gateway)
    if got.crashed:
        return None
    headers = dict(got.headers)
    headers.setdefault("content-type", "application/json")
    return [got.status, headers, list(got.cookies), got.body.hex()]


def folded(theirs: Any) -> Any:
    if theirs is None:
        return None
    status, lines, body = theirs
    headers: dict[str, str] = {}
    for name, value in lines:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    headers.pop("set-cookie", None)
    return [status, headers, sorted(v for n, v in lines if n.lower() == "set-cookie"), body]


def test_events_and_answers_are_those_of_sam_cli() -> None:
    sent, said = oracle()
    compared = 0
    for request, theirs in zip(sent, said["requests"], strict=True):
        for gateway in (REST, HTTP1, HTTP2):
            if gateway.version in theirs:
                ours = event(request, gateway)
                fixed = corrected(theirs[gateway.version], request)
                assert plain(ours) == plain(fixed), f"{request.name}, {gateway.version}"
                compared += 1
    assert compared > 100
    for index, (value, theirs) in enumerate(zip(ANSWERS, said["answers"], strict=True)):
        for gateway in (REST, HTTP1, HTTP2):
            if (index, gateway.version) not in KNOWN_WRONG:
                assert view(gateway, value) == folded(theirs[gateway.version]), f"{value}, {gateway.version}"
    for request, theirs in zip(sent, said["requests"], strict=True):
        if "token" in theirs:
            authorizers_agree(request, theirs)


def authorizers_agree(request: Request, theirs: dict[str, Any]) -> None:
    """Compare what is particular to authorizer events; the rest of them is the routes' event."""
    kinds = {"token": "token", "request": "request", "authorizer 1.0": "1.0", "authorizer 2.0": "2.0"}
    for name, kind in kinds.items():
        stage = "prod" if kind in ("token", "request") else "$default"
        ours = authorizer_event(request, FACTS, kind, stage)  # type: ignore[arg-type]
        for key in ("type", "authorizationToken", "identitySource", "version"):
            assert ours.get(key) == theirs[name].get(key), f"{request.name}, {name}, {key}"
        for key in ("methodArn", "routeArn"):
            shown = theirs[name].get(key)
            # Its path is decoded, its API another.
            assert (shown is None) == (key not in ours), f"{request.name}, {name}, {key}"
            if shown is not None and "%" not in request.path:
                assert ours[key].split("/")[1:] == shown.split("/")[1:]
