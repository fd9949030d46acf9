"""The options of a migration, each in one row: how a command line and the settings ask for a field of `Options`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .options import Options

Words = Callable[[Any], Iterator[str]]
PAYLOADS = ("1.0", "2.0")


@dataclass(frozen=True)
class Spelling:
    """How a field of `migrator.options.Options` is asked for.

    Arguments:
        option: its option.
        help: what the help of the command line says of it.
        words: the words that ask for a value of the field.
        metavar: how the help calls a value; empty for an option without one.
        repeated: whether it is given once for each value.
        switch: what the switch of the field's name does in the settings; empty where there is none. A setting that
            is more than a switch has its row in `migrator.command.setting_keys`.
    """

    option: str
    help: str
    words: Words
    metavar: str = ""
    repeated: bool = False
    switch: str = ""


def flag(option: str, when: object = True) -> Words:
    """An option without a value.

    Arguments:
        option: its name.
        when: the value of the field that asks for it.
    """

    def words(value: Any) -> Iterator[str]:
        if value == when:
            yield option

    return words


def _flag(option: str, help: str, switch: str = "", *, when: bool = True) -> Spelling:  # noqa: A002 - as typer says it
    return Spelling(option, help, flag(option, when), switch=switch)


def _valued(option: str, metavar: str, help: str) -> Spelling:  # noqa: A002
    """An option with one value, left out where that is the default."""

    def words(value: Any) -> Iterator[str]:
        if value is not None:
            yield from (option, value)

    return Spelling(option, help, words, metavar)


def _repeated(option: str, metavar: str, help: str, spelled: Callable[[Any], str] = str) -> Spelling:  # noqa: A002
    """An option that is given once for each value."""

    def words(values: Any) -> Iterator[str]:
        for word in dict.fromkeys(map(spelled, values)):
            yield from (option, word)

    return Spelling(option, help, words, metavar, repeated=True)


OPTIONS: Mapping[str, Spelling] = {
    "apis": _repeated(
        "--api",
        "ID",
        "Migrate this API only; repeatable. ServerlessRestApi and ServerlessHttpApi name the implicit ones.",
    ),
    "accept": _repeated(
        "--accept",
        "CODE[=WAY][:API][,CODE...]",
        "Take the loss that a blocker states, or 'all', or ask for a way around it; repeatable. "
        "See 'sam-migrate explain CODE'.",
    ),
    "strict": _flag(
        "--strict", "Security warnings become blockers.", "Security warnings become blockers, as with --strict."
    ),
    "audiences": _repeated(
        "--audience",
        "AUTHORIZER=ID[,ID...]",
        "App client ids of a Cognito authorizer, or AUTHORIZER=param:NAME for a new parameter; repeatable.",
        lambda entry: f"{entry[0]}={','.join(entry[1])}",
    ),
    "stage": _valued(
        "--stage",
        "default|keep|NAME",
        "Stage of the migrated API. to-http: $default unless given. to-rest: the name in use, else Prod.",
    ),
    "payload": _valued(
        "--payload",
        "|".join(PAYLOADS),
        "Event format that the handlers get (default 1.0). 2.0: where their code is proven to follow; it is "
        "rewritten along.",
    ),
    "keep_logical_ids": _flag(
        "--keep-logical-ids",
        "Change only the type. For stacks that are not deployed yet.",
        "Change only types, as with --keep-logical-ids.",
    ),
    "handlers": _flag(
        "--no-handlers",
        "Leave the code behind the routes unread.",
        "Read the code behind the routes; false is --no-handlers.",
        when=False,
    ),
    "fix_close": _flag(
        "--fix-1.0", "Repair in handlers what payload 1.0 does not keep: the default, unless `--no-handlers`."
    ),
    "fixtures": _flag(
        "--fixtures",
        "Rewrite saved events (events/, tests/) for handlers that follow.",
        "Rewrite saved events, as with --fixtures.",
    ),
    "shim": _flag(
        "--shim",
        "Call handlers that cannot be proven through a module that translates their events.",
        "Call handlers that cannot be proven through a translating module.",
    ),
    "side_by_side": _flag(
        "--side-by-side",
        "Add the new API beside the old one, which stays as it is: clients can move before the old one goes.",
    ),
    "switch": _flag(
        "--switch", "Second step: lead outputs, URLs, mappings, policies, alarms to the API beside the old one."
    ),
    "finish": _flag("--finish", "Third step: remove the old API. The new one stays exactly as it is."),
    "undo": _flag("--undo", "Take the last of the steps --side-by-side and --switch back."),
    "split": _flag(
        "--split",
        "With --side-by-side: leave routes to the old API that only a blocker of their own holds back (API key, "
        "request validation, ...).",
    ),
    "keep": _repeated(
        "--exclude",
        "ID",
        "Keep this API as it is; repeatable. For good: `# sam-migrate: keep` above its key, or --save.",
        lambda keep: keep.api,
    ),
    "definitions": _repeated(
        "--definition",
        "ID=FILE",
        "The file that is uploaded to where the template reads the definition of an API from, such as a bucket "
        "that a parameter names; repeatable.",
        "=".join,
    ),
}
"""How each field of `migrator.options.Options` is asked for."""


def spelled(options: Options, also: Collection[str] = ()) -> Iterator[str]:
    """The words that ask for options; those that are as they come are left out, but for the fields ``also``."""
    defaults = type(options)()
    for name, each in OPTIONS.items():
        value = getattr(options, name)
        if name in also or value != getattr(defaults, name):
            yield from each.words(value)


def which(options: Options) -> Iterator[str]:
    """The words that say which APIs are meant, and where: what the next step, or the way back, needs as well."""
    return spelled(type(options)(apis=options.apis, keep=options.keep, definitions=options.definitions))


def path_argument(path: str) -> str:
    """A path as an argument that no program takes for an option.

    Arguments:
        path: as it was given; ``-`` is stdin.
    """
    return f"./{path}" if path.startswith("-") and path != "-" else path
