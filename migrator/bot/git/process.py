"""Start git: with an environment that nothing but this program and the user decide, and errors in one line."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..kinds import SECRETS, Token

_TIMEOUT = 300
_PLAIN = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}
_REDIRECTED = re.compile(r"returned error: 30[1-8]\b")
_MAX_REASON = 600


class GitCommandError(Exception):
    """Git did not do it; the message is one line for the user, without the token."""


def environment(kept: Sequence[str], own: Mapping[str, str]) -> Mapping[str, str]:
    """The environment for git: that of the process without what steers git, and without the token.

    Arguments:
        kept: variables of the process that stay although they are git's.
        own: further ones.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in kept or not (name.startswith("GIT_") or name in SECRETS)
    }
    return {**inherited, **_PLAIN, **own}


def configuration(settings: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Settings as git takes them from its environment: the last ones to be read, and in no file."""
    named = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings):
        named |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return named


def run(
    arguments: Sequence[str], folder: Path, env: Mapping[str, str], *, data: bytes = b"", token: Token | None = None
) -> str:
    """Run git and hand back what it printed.

    Arguments:
        arguments: its command and the rest; names of files go by stdin or behind a ``=``.
        folder: where it runs.
        env: its whole environment.
        data: what it reads.
        token: what no message may repeat.

    Raises:
        GitError: it failed.
    """
    ran = start(arguments, folder, env, data)
    if ran.returncode:
        said = _reason(ran.stderr, ran.returncode)
        raise GitCommandError(f"git {arguments[0]}: {token.hide(said) if token else said}")
    return ran.stdout.decode("utf-8", "surrogateescape")


def start(
    arguments: Sequence[str], folder: Path, env: Mapping[str, str], data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git, however it ends.

    Raises:
        GitError: it cannot be started, or gives no answer.
    """
    try:
        return subprocess.run(  # noqa: S603 - our own words; names of files go by stdin or behind a =
            ["git", *arguments],  # noqa: S607 - the git of the machine
            cwd=folder,
            env=env,
            input=data,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no answer"
        raise GitCommandError(f"git {arguments[0]}: {reason}") from None


def _reason(stderr: bytes, status: int) -> str:
    lines = [line for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    # Git says what went wrong first, or last as "fatal:"; what the server says stands behind "remote:".
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "remote:")) or "rejected]" in line]
    said = "; ".join(" ".join(line.split()) for line in (telling or lines)[:3]) or f"it ended with {status}"
    if _REDIRECTED.search(said):
        return (
            "the server redirects to another address, and the token is not sent there. "
            "If the repository was renamed or moved, give its present name with --repository"
        )
    return said[:_MAX_REASON]
