"""From options and environment to a repository on a forge, and what to ask it with."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import config
from ..command.arguments import ArgumentError
from .place import ForgeRepository, place
from .token import VARIABLES, Token

if TYPE_CHECKING:
    from .github import GitHub

_TOKEN = re.compile(r"[\x21-\x7e]+")
_SECONDS = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,6})?")
_MAX_PAUSE = 60


def where(repository: str | None, api: str | None) -> ForgeRepository:
    """Which repository on which forge.

    Arguments:
        repository: value of ``--repository``.
        api: value of ``--api-url``.

    Raises:
        ArgumentError: it cannot be known.
    """
    from .git import Git, GitCommandError

    known = (repository or os.environ.get("GITHUB_REPOSITORY")) and (api or os.environ.get("GITHUB_API_URL"))
    # A workflow knows both: then the settings of whatever checkout there is are not even read.
    try:
        origin = None if known else Git(config.root_of(Path()), "").origin()
    except GitCommandError as error:
        raise ArgumentError(str(error)) from None
    return place(os.environ, origin, repository, api)


def token(*, dry_run: bool) -> Token | None:
    """The token of the environment; a dry run may do without.

    Raises:
        ArgumentError: there is none, or it cannot be one.
    """
    found = Token.of(os.environ)
    if found is None and not dry_run:
        raise ArgumentError(f"no token in the environment: set {' or '.join(VARIABLES)} (a --dry-run needs none)")
    if found is not None and not _TOKEN.fullmatch(found.value):
        raise ArgumentError("the token in the environment has blanks or characters in it that none has")
    return found


def connect(there: ForgeRepository, signed: Token | None, pause: str) -> GitHub:
    """The forge, to ask and tell.

    Arguments:
        there: which repository.
        signed: what to sign in with; None to read what everybody may.
        pause: value of ``--pause``.

    Raises:
        ArgumentError: PyGithub is not there, or ``pause`` is no time.
    """
    try:
        import github  # noqa: F401 - only to see whether it is there
    except ImportError:
        from ..report.origin import extra

        raise ArgumentError(f"the bot needs PyGithub: {extra('bot')}") from None
    from .github import GitHub
    from .patience import Patience

    between = _seconds(pause)
    # Without a token it is only a look: whoever gets no answer soon is told so.
    patience = Patience(between) if signed else Patience(between, retries=1, longest=10)
    return GitHub(there.api, there.repository, signed, patience)


def _seconds(value: str) -> float:
    if not _SECONDS.fullmatch(value) or float(value) > _MAX_PAUSE:
        raise ArgumentError(f"--pause: expected seconds from 0 to {_MAX_PAUSE}, not {value!r}")
    return float(value)
