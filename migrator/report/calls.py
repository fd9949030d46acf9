"""What a comparison of two deployed APIs showed, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .. import __version__
from ..calls.call import ApiCall, CallAnswer, CallResult, NotCalled
from .paint import Look
from .sanitize import clean_line
from .words import count, picked

VERSION = 1
_SAME, _DIFFERENT, _UNANSWERED = "=", "≠", "!"
_PLAIN = {_DIFFERENT: "x"}
"""What stands for signs outside ASCII."""
_WIDEST = 60
"""Columns for a request; a longer one pushes its statuses to the right."""


@dataclass(frozen=True)
class CallsReport:
    """One comparison.

    Arguments:
        old: address of the old API, and ``new`` that of the new one.
        results: the requests that were sent, in their order.
        left_out: what was not sent, with the reason.
        hints: what else was not compared, a sentence each.
    """

    old: str
    new: str
    results: tuple[CallResult, ...]
    left_out: tuple[NotCalled, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def differing(self) -> int:
        """How many requests were answered differently."""
        return sum(bool(result.differences) and not result.unanswered for result in self.results)

    @property
    def unanswered(self) -> int:
        """How many requests one of the two, or both, did not answer."""
        return sum(result.unanswered for result in self.results)

    @property
    def alike(self) -> bool:
        """Whether both answered every request that was sent, and alike."""
        return not (self.differing or self.unanswered)


def render(name: str, report: CallsReport, look: Look) -> str:
    """Print a comparison.

    Arguments:
        name: ``text`` or ``json``.
        report: the comparison.
    """
    return _json(report) if name == "json" else "".join(f"{line}\n" for line in _lines(report, look))


def _lines(report: CallsReport, look: Look) -> Iterator[str]:
    yield f"old: {clean_line(report.old)}"
    yield f"new: {clean_line(report.new)}"
    yield ""
    width = min(_WIDEST, max((len(result.call.label) for result in report.results), default=0))
    for result in report.results:
        yield from _result(result, width, look)
    yield from _left_out(report.left_out, look)
    yield ""
    yield look.paint(_summary(report), "bold" if report.alike else "alarm")
    yield from (look.wrap(hint, 0, hang=2) for hint in report.hints)


def _result(result: CallResult, width: int, look: Look) -> Iterator[str]:
    sign = _UNANSWERED if result.unanswered else _DIFFERENT if result.differences else _SAME
    times = f"{_ms(result.old)} -> {_ms(result.new)}"
    statuses = f"{_status(result.old)} -> {_status(result.new)}"
    sign = _PLAIN.get(sign, sign) if look.plain else sign
    line = f"{sign} {clean_line(result.call.label).ljust(width)}  {statuses}  {times}"
    yield look.paint(line, "alarm") if result.differences else line
    for each in result.differences:
        yield look.wrap(f"{each.where}: {each.old or 'nothing'} -> {each.new or 'nothing'}", 4, hang=2)
    yield from (look.wrap(f"note: {note}", 4, hang=2) for note in result.notes)


def _status(answer: CallAnswer) -> str:
    return str(answer.status) if answer.status is not None else "---"


def _ms(answer: CallAnswer) -> str:
    return f"{answer.seconds * 1000:.0f} ms"


def _left_out(left_out: Sequence[NotCalled], look: Look) -> Iterator[str]:
    if left_out:
        yield ""
        yield "Not called:"
        yield from (look.wrap(f"{each.what}: {each.why}", 2, hang=2) for each in left_out)


def _summary(report: CallsReport) -> str:
    said = [
        f"{number} {what}"
        for number, what in (
            (report.differing, "answered differently"),
            (report.unanswered, "without an answer"),
            (len(report.left_out), "not called"),
        )
        if number
    ]
    if report.alike:
        said.insert(0, "all answered alike")
    return f"{count(len(report.results), 'request')}: {', '.join(said)}."


def _json(report: CallsReport) -> str:
    document = {
        "version": VERSION,
        "tool": __version__,
        "old": report.old,
        "new": report.new,
        "calls": [_call(result) for result in report.results],
        "not_called": [picked(each, "what", "why") for each in report.left_out],
        "hints": list(report.hints),
        "summary": {
            "calls": len(report.results),
            "differing": report.differing,
            "unanswered": report.unanswered,
            "not_called": len(report.left_out),
        },
    }
    return json.dumps(document, indent=2) + "\n"


def _call(result: CallResult) -> dict[str, Any]:
    call: ApiCall = result.call
    return {
        **picked(call, "method", "path", "query", "preflight"),
        "status": "unanswered" if result.unanswered else "differs" if result.differences else "equal",
        "old": _answer(result.old),
        "new": _answer(result.new),
        "differences": [picked(each, "where", "old", "new") for each in result.differences],
        "notes": list(result.notes),
    }


def _answer(answer: CallAnswer) -> dict[str, Any]:
    return {"status": answer.status, "seconds": round(answer.seconds, 3), "failure": answer.failure or None}
