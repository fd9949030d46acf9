"""Requests that a browser recorded (HAR)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from .call import ApiCall
from .examples import Examples, kept_headers


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
        request = entry.get("request") if isinstance(entry, dict) else None
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
        posted = request.get("postData")
        text = posted.get("text") if isinstance(posted, dict) else None
        path = _below(url.path, base.path) or "/"
        body = text.encode() if isinstance(text, str) else None
        calls.append(ApiCall(str(request.get("method") or "GET").upper(), path, url.query, kept_headers(headers), body))
    return Examples(tuple(dict.fromkeys(calls)), left_out=left_out)


def _below(path: str, base: str) -> str | None:
    """The part of a path below the one where an API begins."""
    root = base.rstrip("/")
    return path[len(root) :] or "/" if path == root or path.startswith(f"{root}/") else None
