"""Clone a repository of a forge to work in: only its last commit, with no settings but ours."""

from __future__ import annotations

from pathlib import Path

from ..token import Token
from .helper import KEPT, SETTINGS, nobodys_settings, sign_in
from .process import configuration, environment, run


def fetch(url: str, token: Token | None, home: Path, branch: str | None = None) -> Path:
    """Clone a repository, and hand back where it is.

    Nothing of it is run: it has no hooks, its submodules are left out, and no filter is configured. The token is in
    the environment of git alone.

    Arguments:
        url: the repository over http or https, without anything secret in it.
        token: what to sign in with; None to do without.
        home: an empty folder that it goes into.
        branch: the branch to check out; None for the default one.

    Raises:
        GitCommandError: it cannot be had.
    """
    folder = home / "clone"
    variables = {
        **nobodys_settings(home),
        "GIT_ALLOW_PROTOCOL": "http:https",
        **configuration([*SETTINGS, *sign_in(url, token)]),
    }
    only = ["--depth=1", "--single-branch", "--no-tags", *([f"--branch={branch}"] if branch else [])]
    run(
        ["clone", "--quiet", "--template=", *only, "--", url, str(folder)],
        home,
        environment(KEPT, variables),
        token=token,
    )
    return folder
