"""The commands that migrate: what was typed becomes a request."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from . import arguments, options
from .ending import Ending, Running


def migrating(direction: str) -> Callable[..., Ending | Running]:
    """The command for one direction; both take the same options.

    Arguments:
        direction: which way, as the command is called.
    """

    def run(
        paths: options.Paths = None,
        write: options.Write = False,
        check: options.Check = False,
        api: options.Apis = None,
        exclude: options.Exclude = None,
        accept: options.AcceptCodes = None,
        save: options.Save = False,
        strict: options.Strict = False,
        audience: options.Audiences = None,
        definition: options.Definitions = None,
        stage: options.Stage = None,
        payload: options.Payload = None,
        no_handlers: options.NoHandlers = False,
        fix_1_0: options.Fix10 = False,
        fixtures: options.Fixtures = False,
        shim: options.Shim = False,
        verify_handlers: options.VerifyHandlers = False,
        side_by_side: options.SideBySide = False,
        switch: options.Switch = False,
        finish: options.Finish = False,
        undo: options.Undo = False,
        split: options.Split = False,
        keep_logical_ids: options.KeepLogicalIds = False,
        no_verify: options.NoVerify = False,
        no_cache: options.NoCache = False,
        allow_dirty: options.AllowDirty = False,
        report_format: options.Format = "text",
        output: options.Output = None,
        patch: options.Patch = None,
        runbook: options.Runbook = None,
        diff: options.Diff = "unified",
        full: options.Full = False,
        statistics: options.StatisticsOnly = False,
        color: options.Color = "auto",
        jobs: options.Jobs = None,
        quiet: options.Quiet = False,
    ) -> Ending | Running:
        from ..options import Direction, Keep, Options
        from . import config
        from .files import STDIN
        from .names import typed
        from .request import RunRequest, mode
        from .session import carry_out, carry_out_filter

        changing = {
            "--payload 2.0": payload == "2.0",
            "--fix-1.0": fix_1_0,
            "--fixtures": fixtures,
            "--shim": shim,
        }
        decided = {
            "accept": accept,
            "audience": audience,
            "definition": definition,
            "stage": stage is not None,
            "payload": payload,
            "handlers": verify_handlers or any(changing.values()),
        }
        settings = config.load(Path()).applied_to(direction).without(name for name, given in decided.items() if given)
        given = tuple(paths or ()) or settings.located_paths() or (".",)
        request = RunRequest(
            direction=Direction(direction),
            paths=given,
            options=settings.wishes.added_to(
                Options(
                    accept=arguments.accepted(accept or ()),
                    strict=strict,
                    apis=arguments.apart(api or (), exclude or ()),
                    audiences=arguments.audiences(audience or ()),
                    definitions=arguments.definitions(definition or ()),
                    stage=None if stage is None else arguments.stage(stage),
                    payload=arguments.payload(payload or arguments.PAYLOADS[0]),
                    keep_logical_ids=keep_logical_ids,
                    handlers=arguments.handlers(no_handlers, {**changing, "--verify-handlers": verify_handlers}),
                    fix_close=fix_1_0,
                    fixtures=fixtures,
                    shim=shim,
                    split=arguments.split(split, side_by_side=side_by_side),
                    **arguments.steps(
                        {"side_by_side": side_by_side, "switch": switch, "finish": finish, "undo": undo},
                        {
                            "--payload 2.0": payload == "2.0",
                            "--fixtures": fixtures,
                            "--shim": shim and not side_by_side,
                            "--keep-logical-ids": keep_logical_ids,
                        },
                        {"--stage": stage is not None, "--audience": bool(audience)},
                    ),
                    keep=tuple(map(Keep, exclude or ())),
                )
            ),
            mode=mode(given, write=write, check=check, patch=patch, runbook=runbook, save=save),
            verify=not no_verify,
            verify_handlers=verify_handlers,
            allow_dirty=allow_dirty,
            format=arguments.choice("--format", report_format, arguments.FORMATS),
            output=output,
            patch=patch,
            diff=arguments.shown(report_format, diff=diff, full=full, quiet=quiet, check=check),
            color=arguments.choice("--color", color, arguments.COLOURS),
            jobs=arguments.jobs(jobs),
            quiet=quiet,
            full=full,
            statistics=arguments.statistics(statistics, report_format),
            settings=settings,
            save=save,
            runbook=runbook,
            cache=not no_cache,
            names=typed(
                api or (),
                exclude or (),
                arguments.accepted(accept or ()),
                arguments.audiences(audience or ()),
                definition or (),
            ),
        )
        if STDIN in request.paths:
            return carry_out_filter(request, sys.stdin.buffer.read() if sys.stdin else b"")
        return carry_out(request)

    return run
