"""The commands that migrate: what was typed becomes a request."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..spelling import OPTIONS, PAYLOADS
from . import arguments
from .ending import Ending, Running
from .options import MIGRATING

if TYPE_CHECKING:
    from ..options import Keep, Options

_CODE_CHANGES = ("fix_close", "fixtures", "shim", "verify_handlers")
_REPEATED = {"paths", *(name for name, each in OPTIONS.items() if each.repeated)}
_DECIDING = ("accept", "audiences", "definitions", "stage", "payload")
"""What a command line decides alone, whatever the settings say of it."""


def _keeps(names: tuple[str, ...]) -> tuple[Keep, ...]:
    from ..options import Keep

    return tuple(map(Keep, names))


def _asked(options: Options, values: Mapping[str, Any]) -> dict[str, object]:
    """Options with their values, as far as they ask for something else than what is so without them."""
    fields = {name: (getattr(options, name), getattr(type(options)(), name)) for name in OPTIONS}
    others = {name: (value, MIGRATING.parameters[name].default) for name, value in values.items()}
    found = {**fields, **others}
    named = {name: OPTIONS[name].option if name in OPTIONS else f"--{name.replace('_', '-')}" for name in found}
    return {named[name]: value for name, (value, default) in found.items() if value != default}


READERS: Mapping[str, Callable[[Any], Any]] = {
    "paths": tuple,
    "apis": tuple,
    "accept": arguments.accepted,
    "audiences": arguments.audiences,
    "definitions": arguments.definitions,
    "stage": arguments.stage,
    "payload": lambda value: arguments.payload(value or PAYLOADS[0]),
    "handlers": lambda left_alone: not left_alone,
    "keep": _keeps,
    "format": partial(arguments.choice, "--format", choices=arguments.FORMATS),
    "diff": partial(arguments.choice, "--diff", choices=arguments.DIFFS),
    "color": partial(arguments.choice, "--color", choices=arguments.COLOURS),
    "jobs": arguments.jobs,
}
"""What reads the values of options; switches, and the names of files, are taken as they are."""


def migrating(direction: str) -> Callable[..., Ending | Running]:
    """The command for one direction; both take the same options.

    Arguments:
        direction: which way, as the command is called.
    """

    def run(**words: Any) -> Ending | Running:
        from ..options import Direction, Options
        from . import config
        from .exclusions import names_in, refuse, refuse_both
        from .files import STDIN
        from .request import RunRequest, mode
        from .session import carry_out, carry_out_filter

        given: dict[str, Any] = {name: value or () if name in _REPEATED else value for name, value in words.items()}
        values = {name: READERS[name](value) if name in READERS else value for name, value in given.items()}
        options = Options(**{name: values.pop(name) for name in OPTIONS})
        refuse_both(options)
        decided = {name for name in _DECIDING if given[name]}
        if options.payload != PAYLOADS[0] or any(given[name] for name in _CODE_CHANGES):
            decided.add("handlers")
        settings = config.load(Path()).applied_to(direction).without(decided)
        paths = values.pop("paths") or settings.located_paths() or (".",)
        refuse({**_asked(options, values), **dict.fromkeys({STDIN}.intersection(paths), "")})
        request = RunRequest(
            direction=Direction(direction),
            paths=paths,
            options=settings.added_to(options),
            mode=mode(paths, write=values.pop("write"), check=values.pop("check")),
            verify=not values.pop("no_verify"),
            cache=not values.pop("no_cache"),
            settings=settings,
            names=tuple(names_in(vars(options))),
            typed=frozenset(decided),
            **values,
        )
        if STDIN in request.paths:
            return carry_out_filter(request, sys.stdin.buffer.read() if sys.stdin else b"")
        return carry_out(request)

    vars(run)["__signature__"] = MIGRATING
    return run
