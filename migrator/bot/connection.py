"""From options and environment to a repository on a forge, and what to ask it with."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import config
from ..command.arguments import ArgumentError
from .kinds import GITHUB, GITLAB, ForgeKind, Token
from .place import ForgeRepository, kind_of, place

if TYPE_CHECKING:
    from .forge import Forge
    from .patience import Patience

_TOKEN = re.compile(r"[\x21-\x7e]+")
_SECONDS = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,6})?")
_MAX_PAUSE = 60
_PACKAGES = {GITHUB.name: ("github", "PyGithub", "bot"), GITLAB.name: ("gitlab", "python-gitlab", "gitlab")}
"""What speaks with a kind of forge: the module, the package that it is in, the extra of ours that brings it."""
_MAY_NOT = "may not write to {}s"


def where(repository: str | None, api: str | None) -> ForgeRepository:
    """Which repository on which forge.

    Arguments:
        repository: value of ``--repository``.
        api: value of ``--api-url``.

    Raises:
        ArgumentError: it cannot be known.
    """
    from .git import Git, GitCommandError

    kind = kind_of(os.environ, api)
    known = kind and (repository or kind.repository_of(os.environ)) and (api or kind.api_of(os.environ))
    # A job in CI knows both: then the settings of whatever checkout there is are not even read.
    try:
        origin = None if known else Git(config.root_of(Path()), "").origin()
    except GitCommandError as error:
        raise ArgumentError(str(error)) from None
    return place(os.environ, origin, repository, api)


def token(kind: ForgeKind, *, dry_run: bool) -> Token | None:
    """The token of the environment; a dry run may do without.

    Arguments:
        kind: of the forge that it is for.
        dry_run: whether nothing is sent.

    Raises:
        ArgumentError: there is none, or it cannot be one.
    """
    found = Token.of(os.environ, kind)
    job = os.environ.get(kind.job_token) if kind.job_token else None
    if found is not None and found.value == job:
        raise ArgumentError(f"the token is {kind.job_token}, which {_MAY_NOT.format(kind.pull_request)}")
    if found is None and not dry_run:
        more = f"; {kind.job_token} {_MAY_NOT.format(kind.pull_request)}" if job else ""
        raise ArgumentError(
            f"no token in the environment: set {' or '.join(kind.tokens)} (a --dry-run needs none){more}"
        )
    if found is not None and not _TOKEN.fullmatch(found.value):
        raise ArgumentError("the token in the environment has blanks or characters in it that none has")
    return found


def connect(there: ForgeRepository, signed: Token | None, pause: str) -> Forge:
    """The forge, to ask and tell.

    Arguments:
        signed: what to sign in with; None to read what everybody may.
        pause: value of ``--pause``.

    Raises:
        ArgumentError: the package that speaks with it is not there, or ``pause`` is no time.
    """
    from .patience import Patience

    between = _seconds(pause)
    # Without a token it is only a look: whoever gets no answer soon is told so.
    patience = Patience(between) if signed else Patience(between, retries=1, longest=10)
    return _client(there.kind)(there.api, there.repository, signed, patience)


def _client(kind: ForgeKind) -> Callable[[str, str, Token | None, Patience], Forge]:
    """What speaks with a kind of forge."""
    module, package, name = _PACKAGES[kind.name]
    if find_spec(module) is None:
        from ..report.reproduce import extra

        raise ArgumentError(f"the bot needs {package}: {extra(name)}")
    if kind is GITLAB:
        from .gitlab import GitLab

        return GitLab
    from .github import GitHub

    return GitHub


def _seconds(value: str) -> float:
    if not _SECONDS.fullmatch(value) or float(value) > _MAX_PAUSE:
        raise ArgumentError(f"--pause: expected seconds from 0 to {_MAX_PAUSE}, not {value!r}")
    return float(value)
