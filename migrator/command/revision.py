"""Read a template, and the definitions beside it, as a commit of the current repository has them."""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from ..sam.template import definition_places
from ..text.source import Source, SourceError, decode, refuse_size

_TIMEOUT = 30
_HERE = "./"
# `cat-file` prints what is stored: it runs no pager, filter or conversion that the repository's configuration names.
_GIT = ("git", "--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false", "cat-file")
# A clone without all objects would fetch one from wherever its configuration says.
_ENVIRONMENT = {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


@dataclass(frozen=True)
class Revision:
    """A file of a commit.

    Arguments:
        name: what git calls the commit, such as ``HEAD`` or ``origin/main``.
        path: the file, from the root of the repository; from the current folder where it begins with ``./``.
    """

    name: str
    path: str

    @classmethod
    def named(cls, text: str) -> Revision | None:
        """Read ``REV:path``; None for what names a file.

        A file of that very name is meant first. ``C:\\\\a`` and ``s3://a`` are no revisions: paths in one are relative.
        """
        name, _, path = text.partition(":")
        if not name or not path or name.startswith("-") or path[0] in "/\\" or "\0" in text:
            return None
        return None if os.path.lexists(text) else cls(name, path)

    def __str__(self) -> str:
        return f"{self.name}:{self.path}"

    def beside(self, relative: str) -> Revision | None:
        """A file that a path in this one leads to; None where that is no path inside the repository."""
        if ":" in relative or posixpath.isabs(relative):
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), relative))
        climbs = path.split("/")[0] == ".."
        if not self.path.startswith((_HERE, "../")):
            return None if climbs else Revision(self.name, path)
        # From the current folder, as git takes it where it begins so; git itself refuses what leads out.
        return Revision(self.name, path if climbs else f"{_HERE}{path}")

    def read(self) -> Source:
        """The file as text.

        Raises:
            SourceError: there is none, or it is no text; the message is git's.
        """
        refuse_size(int(self._ask("-s")))
        return decode(str(self), self._ask("blob"))

    def definitions(self, template: Source) -> Mapping[str, str]:
        """The texts of the files that hold definitions of a template's APIs, by the address that it gives them.

        Arguments:
            template: this file.
        """
        found: dict[str, str] = {}
        given = {api: Revision(self.name, f"{_HERE}{os.path.relpath(path)}") for api, path in template.definitions}
        for api, address in definition_places(template).items():
            for other in (self.beside(address), given.get(api)):
                with suppress(SourceError):  # compiling says what is missing
                    if other is not None and address not in found:
                        found[address] = other.read().text
        return found

    def _ask(self, what: str) -> bytes:
        try:
            asked = subprocess.run(  # noqa: S603 - our own command; the name begins with no dash
                [*_GIT, what, str(self)],
                env={**os.environ, **_ENVIRONMENT},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_TIMEOUT,
                check=False,
            )
        except FileNotFoundError:
            raise SourceError("git is not installed, and there is no file of this name") from None
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise SourceError(f"git cannot be asked: {error}") from None
        if asked.returncode:
            raise SourceError(f"there is no file of this name, and git says: {_said(asked.stderr, self.path)}")
        return asked.stdout


def _said(stderr: bytes, path: str) -> str:
    """The first line of what git says, and what most people mean who get its answer to a path."""
    first = stderr.decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ") or "nothing"
    known = path in first and not path.startswith(_HERE)
    hint = f"; paths in a commit start at the root of the repository, {_HERE}{path} in the current folder"
    return first + hint if known else first
