"""The command that compares two deployed APIs, and its options."""

from __future__ import annotations

from typing import Annotated

import typer

from . import arguments, options
from .ending import Running

OldUrl = Annotated[str, typer.Argument(metavar="OLD_URL", help="Address of the API in use.", show_default=False)]
NewUrl = Annotated[str, typer.Argument(metavar="NEW_URL", help="Address of the new one.", show_default=False)]
TemplateFile = Annotated[
    str | None,
    typer.Option("--template", metavar="FILE", help="Template with the routes. Default: that of the current folder."),
]
OneApi = Annotated[str | None, typer.Option("--api", metavar="ID", help="Which API of the template.")]
RequestFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--requests",
        metavar="FILE",
        help="Saved events, a HAR file, a list of requests, or an OpenAPI file for values in paths; repeatable.",
    ),
]
Methods = Annotated[
    str | None, typer.Option("--methods", metavar="GET,POST,...", help="Methods to send. Default: GET,HEAD,OPTIONS.")
]
PathValues = Annotated[
    list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="Value of a path parameter; repeatable.")
]
RequestHeaders = Annotated[
    list[str] | None,
    typer.Option(
        "--header",
        metavar="NAME=env:VARIABLE",
        help="Header of every request, from a variable, from a file (NAME=file:PATH) or literally (NAME=TEXT); "
        "repeatable. What comes from a variable or a file is never printed.",
    ),
]
OriginSite = Annotated[
    str | None, typer.Option("--origin", metavar="URL", help="Site of a browser: its CORS questions are asked too.")
]
IgnoredPlaces = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore", metavar="PATH", help="Part of JSON bodies (items.*.time) or header:NAME to leave out; repeatable."
    ),
]
Rate = Annotated[str, typer.Option("--rate", metavar="N", help="Requests a second.")]
Timeout = Annotated[str, typer.Option("--timeout", metavar="SECONDS", help="For one answer.")]
MaxTime = Annotated[str, typer.Option("--max-time", metavar="SECONDS", help="For all requests.")]
MaxBody = Annotated[str, typer.Option("--max-body", metavar="BYTES", help="Of an answer that are read.")]


def compare(
    old: OldUrl,
    new: NewUrl,
    template: TemplateFile = None,
    api: OneApi = None,
    definition: options.Definitions = None,
    requests: RequestFiles = None,
    methods: Methods = None,
    param: PathValues = None,
    header: RequestHeaders = None,
    origin: OriginSite = None,
    ignore: IgnoredPlaces = None,
    rate: Rate = "10",
    timeout: Timeout = "15",
    max_time: MaxTime = "600",
    max_body: MaxBody = "1048576",
    report_format: options.ShortFormat = "text",
    color: options.Color = "auto",
) -> Running:
    """Send the same requests to two deployed APIs and compare the answers.

    Exit status: 0 all are answered alike, 1 otherwise, 2 there is nothing to send or one of them does not answer.
    """
    from ..calls.judging import Ignored
    from ..calls.sending import CallLimits
    from . import calling

    return calling.compare_answers(
        calling.CompareRequest(
            old,
            new,
            template,
            api,
            arguments.definitions(definition or ()),
            tuple(requests or ()),
            calling.methods(methods),
            calling.values(param or ()),
            tuple(header or ()),
            origin,
            Ignored.parse(ignore or ()),
            CallLimits(
                calling.number("--rate", rate, least=0.1, most=1000),
                calling.number("--timeout", timeout, least=0.1, most=120),
                int(calling.number("--max-body", max_body, least=1, most=1 << 28)),
                calling.number("--max-time", max_time, least=1, most=86_400),
            ),
            arguments.choice("--format", report_format, arguments.SHORT_FORMATS),
            arguments.choice("--color", color, arguments.COLOURS),
        )
    )
