"""How the options of a run are typed, for the commands of a runbook."""

from __future__ import annotations

from dataclasses import replace

from ..migration import Options
from ..report.reproduce import option_words
from ..runbook.facts import TypedOptions


def typed_options(options: Options, *, verify: bool) -> TypedOptions:
    """Spell options, all of them but the step, and those that say which APIs are meant.

    Arguments:
        options: what was asked for.
        verify: whether both templates are compiled and compared.
    """
    run = replace(options, side_by_side=False, switch=False, finish=False, undo=False)
    unproven = () if verify else ("--no-verify",)
    apis = Options(apis=options.apis, keep=options.keep)
    return TypedOptions((*unproven, *option_words(run)), tuple(option_words(apis)))
