"""What differs between two answers, as a client sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .call import ApiCall, CallAnswer, CallDifference, CallResult
from .sending import Caller

COMPARED = (
    "content-type", "location", "cache-control", "content-disposition", "content-language", "www-authenticate", "allow",
    "retry-after", "link", "vary",
)  # fmt: skip
"""Headers that a client acts upon; names and hosts of a gateway's own differ between any two APIs."""
CORS_LISTS = ("access-control-allow-methods", "access-control-allow-headers", "access-control-expose-headers")
CORS = ("access-control-allow-origin", "access-control-allow-credentials", "access-control-max-age", *CORS_LISTS)
SHOWN = 80
"""Characters of a header's value, or of a body, that a difference quotes."""
MOST = 20
"""Differences of one answer that are listed."""
HEADER = "header:"
_OK = range(200, 300)
_PARAMETERS = re.compile(r"\s*;\s*")


@dataclass(frozen=True)
class Ignored:
    """What is not compared.

    Arguments:
        headers: names in lower case.
        paths: keys from the root of a JSON body, ``*`` for any.
    """

    headers: frozenset[str] = frozenset()
    paths: tuple[tuple[str, ...], ...] = field(default=())

    @classmethod
    def parse(cls, given: Sequence[str]) -> Ignored:
        """Read the values of ``--ignore``: ``items.*.id``, or ``header:NAME``."""
        headers = frozenset(each[len(HEADER) :].strip().lower() for each in given if each.startswith(HEADER))
        paths = (each.removeprefix("$.") for each in given if not each.startswith(HEADER))
        return cls(headers, tuple(tuple(path.split(".")) for path in paths))

    def covers(self, path: tuple[str, ...]) -> bool:
        """Whether a place of a JSON body is not compared, or is in one that is not."""
        return any(
            len(pattern) <= len(path) and all(p in ("*", k) for p, k in zip(pattern, path, strict=False))
            for pattern in self.paths
        )


def differences(
    old: CallAnswer, new: CallAnswer, ignored: Ignored, bases: tuple[str, str], *, preflight: bool = False
) -> tuple[CallDifference, ...]:
    """List what differs.

    Arguments:
        old: the old API's answer.
        new: the new API's answer.
        ignored: what is not compared.
        bases: addresses of both APIs; a location below either is the same place.
        preflight: whether a browser asked what it may send: only whether, and what, it may counts.
    """
    if old.failure or new.failure:
        return (CallDifference("answer", _told(old), _told(new)),)
    found = [*_status(old, new, preflight=preflight), *_headers(old, new, ignored, bases, preflight=preflight)]
    if not preflight:
        found += _body(old, new, ignored)
    return tuple(found)


def _told(answer: CallAnswer) -> str:
    return answer.failure or str(answer.status)


def _status(old: CallAnswer, new: CallAnswer, *, preflight: bool) -> Iterator[CallDifference]:
    # A REST API's mock answers 200, an HTTP API 204; to a browser both mean yes (Fetch Standard, "ok status").
    alike = preflight and old.status in _OK and new.status in _OK
    if old.status != new.status and not alike:
        yield CallDifference("status", str(old.status), str(new.status))


def _headers(
    old: CallAnswer, new: CallAnswer, ignored: Ignored, bases: tuple[str, str], *, preflight: bool
) -> Iterator[CallDifference]:
    for name in (*(() if preflight else COMPARED), *CORS):
        if name in ignored.headers:
            continue
        one, other = (_meaning(name, answer, base) for answer, base in zip((old, new), bases, strict=True))
        if one != other:
            yield CallDifference(f"header {name}", _short(", ".join(old.all(name))), _short(", ".join(new.all(name))))
    if not preflight and "set-cookie" not in ignored.headers:
        cookies = [sorted(map(_cookie, answer.all("set-cookie"))) for answer in (old, new)]
        if cookies[0] != cookies[1]:
            yield CallDifference("header set-cookie", *(_short(" | ".join(each)) for each in cookies))


def _meaning(name: str, answer: CallAnswer, base: str) -> Any:
    values = answer.all(name)
    if name in CORS_LISTS or name in ("allow", "vary"):
        return {part.strip().lower() for value in values for part in value.split(",") if part.strip()}
    if name == "content-type":
        return [";".join(sorted(_PARAMETERS.split(value.strip().lower()))) for value in values]
    if name == "location":
        return [_place(value, base) for value in values]
    return [value.strip() for value in values]


def _place(location: str, base: str) -> str:
    """Where a location leads, from the API's root when it is below that."""
    root = urlsplit(base)
    parts = urlsplit(location)
    if parts.netloc in ("", root.netloc):
        path = parts.path
        prefix = root.path.rstrip("/")
        path = path[len(prefix) :] if prefix and path.startswith(f"{prefix}/") else path
        return f"{path}?{parts.query}" if parts.query else path
    return location


def _cookie(text: str) -> str:
    """A cookie without its value and time, which differ from answer to answer."""
    name, *attributes = (part.strip() for part in text.split(";"))
    kept = sorted(a.lower() for a in attributes if not a.lower().startswith(("expires=", "domain=")))
    return "; ".join([name.partition("=")[0], *kept])


# -- bodies -------------------------------------------------------------------------------------------------------


def _body(old: CallAnswer, new: CallAnswer, ignored: Ignored) -> list[CallDifference]:
    if old.body == new.body:
        return []
    try:
        values = [json.loads(answer.body) for answer in (old, new)]
    except (ValueError, RecursionError):
        return [CallDifference("body", _short(_text(old.body)), _short(_text(new.body)))]
    found = []
    for difference in _values(values[0], values[1], (), ignored):
        found.append(difference)
        if len(found) == MOST:
            break
    return found


def _values(old: Any, new: Any, path: tuple[str, ...], ignored: Ignored) -> Iterator[CallDifference]:
    if ignored.covers(path) and path:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            below = (*path, key)
            if key in old and key in new:
                yield from _values(old[key], new[key], below, ignored)
            elif not ignored.covers(below):
                yield _difference(below, *(_json(side[key]) if key in side else "nothing" for side in (old, new)))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _values(one, other, (*path, str(number)), ignored)
    elif isinstance(old, list) and isinstance(new, list):
        yield _difference(path, f"{len(old)} entries", f"{len(new)} entries")
    elif (type(old), old) != (type(new), new) and not _same_number(old, new):
        yield _difference(path, _json(old), _json(new))


def _same_number(old: Any, new: Any) -> bool:
    numbers = (int, float)
    return type(old) in numbers and type(new) in numbers and old == new


def _difference(path: tuple[str, ...], old: str, new: str) -> CallDifference:
    return CallDifference(" ".join(filter(None, ("body", ".".join(path)))), _short(old), _short(new))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"{len(body)} bytes"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


_REPEATED = ("GET", "HEAD")


def judged(
    caller: Caller,
    bases: tuple[str, str],
    found: tuple[ApiCall, CallAnswer, CallAnswer],
    ignored: Ignored,
) -> CallResult:
    """Say what differs between two answers.

    Where a body differs the old API is asked once more: what then differs from its own first answer changes from call
    to call, such as a time, and says nothing about the new API.

    Arguments:
        caller: sends requests.
        bases: addresses of the old and the new API.
        found: a request with the old and the new answer.
        ignored: what is not compared.
    """
    call, old, new = found
    different = differences(old, new, ignored, bases, preflight=call.preflight)
    notes = [*_notes(old, new)]
    if call.method in _REPEATED and any(_of_body(each) for each in different):
        again = caller.answer(bases[0], call)
        if not again.failure:
            unsteady = {each.where for each in differences(old, again, ignored, (bases[0], bases[0]))}
            steady = tuple(each for each in different if not _of_body(each) or each.where not in unsteady)
            if len(steady) < len(different):
                names = ", ".join(each.where for each in different if each not in steady)
                notes.append(f"{names} differs from call to call at the old API too, and was not compared")
            different = steady
    return CallResult(call, old, new, different, tuple(notes))


def _of_body(difference: CallDifference) -> bool:
    return difference.where.startswith("body")


def _notes(old: CallAnswer, new: CallAnswer) -> Iterator[str]:
    if old.cut or new.cut:
        yield "the body is longer than what is read (--max-body), and the rest was not compared"
