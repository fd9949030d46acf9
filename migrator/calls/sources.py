"""Requests that people have in files: saved events, an OpenAPI document, a HAR file, or a plain list."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from ..proof.shapes import mapping
from .call import ApiCall, escaped
from .examples import Examples, RequestsError, event_call, is_event, kept_headers, of_openapi
from .hiding import CREDENTIALS

MAX_BYTES = 16 << 20
MOST_FILES = 10_000
_KEYS = frozenset({"method", "path", "query", "headers", "body"})
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def read_requests(path: Path, bases: Iterable[str], environment: Mapping[str, str] = os.environ) -> Examples:
    """Read a file of requests; what it holds tells its format.

    Arguments:
        path: the file.
        bases: addresses of the APIs: of a HAR file the requests to others are left out.
        environment: where a plain list's ``${NAME}`` are looked up.

    Raises:
        RequestsError: it cannot be read, or is none of these.
    """
    data = _loaded(path)
    if isinstance(data, dict) and isinstance(data.get("log"), dict):
        return of_har(data["log"], bases)
    if isinstance(data, dict) and ("openapi" in data or "swagger" in data):
        return Examples(values=tuple(of_openapi(data)))
    events = data if isinstance(data, list) else [data]
    if events and all(map(is_event, events)):
        found = [event_call(each) for each in events]
        return Examples(tuple(call for call, _ in found), tuple(entry for _, values in found for entry in values))
    if isinstance(data, list):
        return _of_list(path, data, environment)
    raise RequestsError(f"{path}: neither saved events, nor OpenAPI, HAR or a list of requests")


def saved_events(folder: Path) -> Examples:
    """Read the events that a project keeps in a folder; files that hold something else are passed over.

    Arguments:
        folder: such as ``events``.
    """
    calls: list[ApiCall] = []
    values: list[tuple[str, str, str]] = []
    for path in sorted(folder.glob("**/*.json"))[:MOST_FILES] if folder.is_dir() else ():
        try:
            data = _loaded(path)
        except RequestsError:
            continue
        for event in data if isinstance(data, list) else [data]:
            if is_event(event):
                call, own = event_call(event)
                calls.append(call)
                values += own
    return Examples(tuple(calls), tuple(values))


def _loaded(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RequestsError(f"{path}: over the limit of {MAX_BYTES} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestsError(f"{path}: cannot read it: {getattr(error, 'strerror', None) or error}") from None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        if path.suffix == ".json":
            raise RequestsError(f"{path}: not JSON") from None
    return _yaml(path, text)


def _yaml(path: Path, text: str) -> Any:
    import yaml

    if not path.suffix.startswith(".y"):
        return _lines(path, text)
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        raise RequestsError(f"{path}: not YAML") from None


def _lines(path: Path, text: str) -> list[dict[str, str]]:
    """A text with a request in each line, such as ``GET /orders/42``."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) != 2:
            raise RequestsError(f"{path}:{number}: expected a method and a path, such as GET /orders/42")
        found.append({"method": words[0], "path": words[1]})
    return found


def _of_list(path: Path, data: list[Any], environment: Mapping[str, str]) -> Examples:
    calls, secrets = [], set[str]()
    for number, entry in enumerate(data, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("path"), str) or not entry["path"].startswith("/"):
            raise RequestsError(f"{path}: entry {number}: expected a map with `path`, which begins with /")
        if unknown := entry.keys() - _KEYS:
            raise RequestsError(f"{path}: entry {number}: there is no key {sorted(unknown)[0]!r}")
        target, _, query = entry["path"].partition("?")
        headers = []
        for name, value in (entry.get("headers") or {}).items():
            said = _expanded(path, number, str(value), environment)
            if said != str(value) or name.lower() in CREDENTIALS:
                secrets.add(said)
            headers.append((str(name), said))
        given = entry.get("query")
        query = urlencode(given, doseq=True) if isinstance(given, dict) else query
        body = entry.get("body")
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            if not any(name.lower() == "content-type" for name, _ in headers):
                headers.append(("Content-Type", "application/json"))
        method = str(entry.get("method") or "GET").upper()
        data_sent = None if body is None else str(body).encode()
        calls.append(
            ApiCall(method, escaped(target), quote(query, safe="=&%+;:/?@!$'()*,-._~"), tuple(headers), data_sent)
        )
    return Examples(tuple(calls), secrets=frozenset(secrets))


def _expanded(path: Path, number: int, text: str, environment: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] not in environment:
            raise RequestsError(f"{path}: entry {number}: there is no variable {found[1]} in the environment")
        return environment[found[1]].strip()

    return _VARIABLE.sub(value, text)


def of_har(log: Mapping[str, Any], bases: Iterable[str]) -> Examples:
    """Read the requests to some addresses. Source: HAR 1.2, ``log.entries[].request``.

    Arguments:
        log: the document's ``log``.
        bases: the addresses; requests to others are left out.
    """
    roots = [urlsplit(base) for base in bases]
    calls, left_out = [], 0
    entries = log.get("entries")
    for entry in entries if isinstance(entries, list) else ():
        request = mapping(entry).get("request")
        if not isinstance(request, dict):
            continue
        url = urlsplit(str(request.get("url") or ""))
        base = next((r for r in roots if r.netloc == url.netloc and _below(url.path, r.path) is not None), None)
        if base is None:
            left_out += 1
            continue
        given = request.get("headers")
        listed = given if isinstance(given, list) else []
        headers = tuple((str(h.get("name")), str(h.get("value"))) for h in listed if isinstance(h, dict))
        text = mapping(request.get("postData")).get("text")
        path = _below(url.path, base.path) or "/"
        body = text.encode() if isinstance(text, str) else None
        calls.append(ApiCall(str(request.get("method") or "GET").upper(), path, url.query, kept_headers(headers), body))
    return Examples(tuple(dict.fromkeys(calls)), left_out=left_out)


def _below(path: str, base: str) -> str | None:
    """The part of a path below the one where an API begins."""
    root = base.rstrip("/")
    return path[len(root) :] or "/" if path == root or path.startswith(f"{root}/") else None
