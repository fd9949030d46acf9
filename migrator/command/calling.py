"""Carry out ``compare``: plan the requests, send them, judge the answers. Prints nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..calls.call import ApiCall, CallResult, NotCalled
from ..calls.examples import Examples, RequestsError
from ..calls.hiding import CREDENTIALS, HeaderError, SentHeaders, read_headers
from ..calls.planning import SAFE, CallPlan, planned
from ..calls.sources import read_requests, saved_events
from ..report.calls import CallsReport, render
from ..report.words import count
from ..sam.template import Template, read_template
from ..text.source import SourceError
from . import terminal
from .arguments import ArgumentError, suggestion
from .ending import DONE, FAILED, PENDING, Ending, ReportPart, Running
from .files import Target, read
from .progress import progress, ticking

if TYPE_CHECKING:
    from ..calls.judging import Ignored
    from ..calls.routes import CalledRoute
    from ..calls.sending import CallLimits

TEMPLATES = ("template.yaml", "template.yml", "template.json")
"""Where ``sam`` looks for a template. Source: AWS SAM CLI, ``--template-file``."""
EVENTS = "events"
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class CompareRequest:
    """What ``compare`` is asked for.

    Arguments:
        old: address of the old API, and ``new`` that of the new one.
        template: the template; None for the one of the current folder, if there is any.
        api: which of its APIs; None where it has one.
        definitions: files that definitions of its APIs are uploaded from.
        requests: files of requests.
        methods: methods that may be sent.
        values: values of path variables.
        headers: values of ``--header``.
        origin: a site from which browsers call; None for none.
        ignored: what is not compared.
        limits: what it may take.
        format: ``text`` or ``json``.
        color: ``auto``, ``always`` or ``never``.
    """

    old: str
    new: str
    template: str | None
    api: str | None
    definitions: tuple[tuple[str, str], ...]
    requests: tuple[str, ...]
    methods: tuple[str, ...]
    values: Mapping[str, str]
    headers: tuple[str, ...]
    origin: str | None
    ignored: Ignored
    limits: CallLimits
    format: str
    color: str


def compare_answers(request: CompareRequest) -> Running:
    """Send the same requests to both APIs and compare the answers.

    Exit status: 0 no answer differs, 1 one does, 2 there is nothing to send, or no answer at all from one of them.

    Arguments:
        request: what was asked for.

    Raises:
        ArgumentError: it cannot be understood, or would send credentials in the clear.
    """
    bases = (_address(request.old), _address(request.new))
    try:
        headers = read_headers(request.headers)
        examples, template = _examples(request, bases)
    except (HeaderError, RequestsError) as error:
        raise ArgumentError(str(error)) from None
    headers = headers.with_secrets(secret for each in examples for secret in each.secrets)
    plan = planned(
        _routes(template, request.api), examples, request.methods, values=request.values, origin=request.origin
    )
    if not plan.calls:
        why = "".join(f"; {each.what}: {each.why}" for each in plan.left_out[:1])
        raise ArgumentError(f"there is no request to send{headers.hide(why)}. --requests FILE names some")
    _refuse_in_the_clear(bases, headers, plan.calls)
    return _run(request, bases, headers, plan, sum(each.left_out for each in examples))


def _run(
    request: CompareRequest, bases: tuple[str, str], headers: SentHeaders, plan: CallPlan, foreign: int
) -> Running:
    from ..calls.judging import judged
    from ..calls.sending import Caller, answered

    names = [headers.hide(call.label) for call in plan.calls]
    results: list[CallResult] = []
    with Caller(headers, request.limits) as caller, progress(names, sys.stderr, "requests") as watch, ticking(watch):

        def done(number: int) -> None:
            watch.done = number

        for found in answered(caller, bases, plan.calls, request.limits, done):
            results.append(judged(caller, bases, found, request.ignored))
    late = (NotCalled(call.label, "the time was over (--max-time)") for call in plan.calls[len(results) :])
    report = CallsReport(*bases, tuple(results), (*plan.left_out, *late), tuple(_hints(request, foreign)))
    sides = ([result.old for result in results], [result.new for result in results])
    silent = [base for base, answers in zip(bases, sides, strict=True) if all(each.failure for each in answers)]
    status = FAILED if silent else DONE if report.alike else PENDING
    problems = tuple(f"{base}: no answer to any request" for base in silent)
    product = render(request.format, _hidden(report, headers), terminal.look(request.color, sys.stdout))
    yield ReportPart(product, guarded=request.format == "text")
    return Ending(status, problems=problems)


def _hidden(report: CallsReport, headers: SentHeaders) -> CallsReport:
    """The report without secrets where requests name them; answers came without."""

    def call(each: ApiCall) -> ApiCall:
        return replace(each, path=headers.hide(each.path), query=headers.hide(each.query))

    return replace(
        report,
        results=tuple(replace(each, call=call(each.call)) for each in report.results),
        left_out=tuple(replace(each, what=headers.hide(each.what)) for each in report.left_out),
    )


def _hints(request: CompareRequest, foreign: int) -> Iterator[str]:
    if request.origin is None:
        yield "CORS was not compared: --origin https://SITE sends what a browser on that site would."
    if foreign:
        yield f"{count(foreign, 'recorded request')} to other addresses: left out."


# -- what the command line says -----------------------------------------------------------------------------------


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None:
        raise ArgumentError("an address is no place for a password: give --header Authorization=env:VARIABLE")
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        raise ArgumentError(f"{url!r} is no address of an API: expected https://HOST or https://HOST/STAGE")
    return url.rstrip("/")


def _refuse_in_the_clear(bases: Iterable[str], headers: SentHeaders, calls: Iterable[ApiCall]) -> None:
    names = {name.lower() for each in calls for name, _ in each.headers} | {name.lower() for name, _ in headers.headers}
    if not headers.secrets and not names & CREDENTIALS:
        return
    for base in bases:
        parts = urlsplit(base)
        host = parts.hostname or ""
        if parts.scheme != "https" and host not in _LOCAL and not host.endswith(".localhost"):  # RFC 6761, 6.3
            raise ArgumentError(f"{base}: credentials are sent over https only")


def _examples(request: CompareRequest, bases: tuple[str, str]) -> tuple[list[Examples], Template | None]:
    files = [read_requests(Path(name), bases) for name in request.requests]
    path = request.template or next((name for name in TEMPLATES if Path(name).is_file()), None)
    if path is None:
        return files, None
    try:
        source = read(Target(path, named=True))
    except SourceError as error:
        raise ArgumentError(f"{path}: {error}") from None
    template = read_template(replace(source, definitions=request.definitions)) if source is not None else None
    if template is None:
        raise ArgumentError(f"{path}: this is no SAM template")
    for name, file in request.definitions:
        if name not in template.apis:
            hint = suggestion(name, [*template.apis])
            raise ArgumentError(f"--definition {name}={file}: the template has no such API{hint}")
    return [*files, saved_events(Path(path).parent / EVENTS)], template


def _routes(template: Template | None, wanted: str | None) -> tuple[CalledRoute, ...]:
    from ..calls.routes import apis, routes

    if template is None:
        if wanted is not None:
            raise ArgumentError(f"--api {wanted}: there is no template; name it with --template")
        return ()
    found = apis(template)
    if wanted is not None and wanted not in template.apis:
        raise ArgumentError(f"--api {wanted}: the template has no such API{suggestion(wanted, [*found])}")
    if wanted is None and len(found) > 1:
        raise ArgumentError(f"which API? --api {' or '.join(found)}")
    name = wanted or next(iter(found), None)
    return routes(template, template.apis[name]) if name is not None else ()


def methods(given: str | None) -> tuple[str, ...]:
    """Read the value of ``--methods``.

    Raises:
        ArgumentError: there is no such method.
    """
    from ..calls.routes import METHODS

    if given is None:
        return SAFE
    named = tuple(part.strip().upper() for part in given.split(",") if part.strip())
    for each in named:
        if each not in METHODS:
            raise ArgumentError(f"--methods: there is no {each!r}{suggestion(each, sorted(METHODS))}")
    return named


def values(given: Iterable[str]) -> dict[str, str]:
    """Read the values of ``--param``: ``NAME=VALUE``.

    Raises:
        ArgumentError: not of that form.
    """
    found = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not (name and equals and value):
            raise ArgumentError(f"--param {each!r}: expected NAME=VALUE")
        found[name] = value
    return found


def number(option: str, given: str, *, least: float, most: float) -> float:
    """Read a number.

    Raises:
        ArgumentError: it is none, or outside the range.
    """
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not least <= value <= most:
        raise ArgumentError(f"{option}: expected a number from {least:g} to {most:g}, not {given!r}")
    return value
