"""A bare repository of the bot's own: no setting of the checkout, the user or the machine counts in it.

Everything that speaks to the forge, and everything that has the token in its environment, runs here. The objects of the
checkout are read through git's alternates; what is made stands in the helper alone, and goes with it. A proxy or a
certificate of a company comes from the environment of the process (HTTPS_PROXY, GIT_SSL_CAINFO).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..kinds import Token
from .clone import Clone
from .process import configuration, environment, run

KEPT = ("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_PROXY_SSL_CAINFO")
SETTINGS = (
    ("http.followRedirects", "false"),  # git would send the token on to wherever a redirect leads
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
)
_REMOTE = "forge"


class Helper:
    """A bare repository in a temporary folder, which `close` removes.

    Arguments:
        clone: the checkout whose objects it reads.
        url: the repository over http or https, without anything secret in it.
        token: what to sign in with; None to do without.

    Raises:
        GitError: it cannot be made.
    """

    def __init__(self, clone: Clone, url: str, token: Token | None) -> None:
        self._kept = tempfile.TemporaryDirectory(prefix="sam-migrate-")
        self._folder = Path(self._kept.name)
        self._clone, self._token = clone, token
        self._url = url
        bare = {**nobodys_settings(self._folder), "GIT_ALLOW_PROTOCOL": "http:https"}
        self._make(self._git)
        for name, content in (("shallow", clone.shallow), ("info/attributes", clone.attributes)):
            if content:
                (self._git / name).parent.mkdir(exist_ok=True)
                (self._git / name).write_bytes(content)
        places = {
            "GIT_DIR": str(self._git),
            "GIT_INDEX_FILE": str(self._folder / "index"),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(clone.objects),
        }
        settings = [*SETTINGS, *clone.conversions(), *_lazily(clone, url), *sign_in(url, token)]
        self._environment = environment(KEPT, {**bare, **places, **configuration(settings)})

    def _make(self, git: Path) -> None:
        made = ["init", "--quiet", "--bare", "--template=", "--initial-branch=main"]
        env = environment((), nobodys_settings(self._folder))
        run([*made, f"--object-format={self._clone.hashes}", str(git)], self._folder, env)

    def fetched(self, ref: str) -> str:
        """The text of the commit that a remote ref leads to.

        It comes into a repository of its own: beside the objects of the checkout it would look as if all that it refers
        to were there.

        Arguments:
            ref: its full name.

        Raises:
            GitError: there is none, or the server does not answer.
        """
        look = self._folder / "look"
        self._make(look)
        env = {**self._environment, "GIT_DIR": str(look), "GIT_ALTERNATE_OBJECT_DIRECTORIES": ""}
        only = ["--quiet", "--depth=1", "--filter=tree:0", "--no-tags"]
        run(["fetch", *only, "--", self._url, ref], self._folder, env, token=self._token)
        return run(["cat-file", "commit", "FETCH_HEAD"], self._folder, env, token=self._token)

    def run(self, *arguments: str, data: bytes = b"", more: Mapping[str, str] | None = None) -> str:
        """Run git in the helper and hand back what it printed.

        Arguments:
            arguments: its command and the rest.
            data: what it reads.
            more: further variables.

        Raises:
            GitError: it failed.
        """
        return run(arguments, self._folder, {**self._environment, **(more or {})}, data=data, token=self._token)

    def run_over_files(self, *arguments: str, data: bytes) -> str:
        """Run git in the helper with the files of the checkout beside it, for the attributes among them.

        Raises:
            GitError: it failed.
        """
        root = self._clone.folder.resolve()
        env = {**self._environment, "GIT_WORK_TREE": str(root)}
        return run(arguments, root, env, data=data, token=self._token)

    def close(self) -> None:
        """Remove it."""
        self._kept.cleanup()

    @property
    def _git(self) -> Path:
        return self._folder / "git"


def nobodys_settings(home: Path) -> Mapping[str, str]:
    """Variables that keep every setting of the user and the machine from git.

    Arguments:
        home: an empty folder.
    """
    # The empty home keeps older versions of git from the user's settings, and curl from passwords in ~/.netrc.
    return {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
    }


def _lazily(clone: Clone, url: str) -> Iterator[tuple[str, str]]:
    """Settings that fetch what a partial clone lacks from our server, whatever remote the clone names for it."""
    if clone.is_partial:
        yield f"remote.{_REMOTE}.url", url
        yield f"remote.{_REMOTE}.promisor", "true"


def sign_in(url: str, token: Token | None) -> Iterator[tuple[str, str]]:
    """Settings that send the token to our server, and nowhere else."""
    if token is not None:
        yield f"http.{url}.extraHeader", f"Authorization: Basic {token.basic}"


def _quoted(path: Path) -> str:
    """A path as git reads it in a list of paths: a colon in it ends no entry."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


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
