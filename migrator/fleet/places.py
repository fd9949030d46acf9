"""The repositories of a fleet: where they are, and which of them are looked at here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..command.arguments import ArgumentError
from ..command.files import Target, search

CHUNK = 24
"""Templates of one repository that are looked at one after the other; the others of it may go to other processes."""

GIT = ".git"
_URL = re.compile(r"[a-z][a-z0-9+.-]*://|[\w.-]+@[\w.-]+:")
"""How an address of a repository begins: a scheme, or a user and a host as ssh writes it."""
_SHARD = re.compile(r"([0-9]+)/([0-9]+)")


@dataclass(frozen=True)
class Batch:
    """Templates of one repository that are looked at together; picklable.

    Arguments:
        repository: folder or clone URL, as it was given.
        folder: where it is; empty for one that has to be cloned.
        targets: its templates; None where nobody has looked for them.
    """

    repository: str
    folder: str = ""
    targets: tuple[Target, ...] | None = None

    @property
    def is_local(self) -> bool:
        """Whether it was given as a folder."""
        return not is_address(self.repository)

    @property
    def label(self) -> str:
        """For the progress of a long run."""
        single = self.targets[0].path if self.targets and len(self.targets) == 1 else ""
        return single or self.repository


@dataclass(frozen=True)
class Shard:
    """One of several parts of a fleet; a repository is in the same part on every machine.

    Arguments:
        number: which one, from 1.
        of: how many there are.
    """

    number: int = 1
    of: int = 1

    @classmethod
    def parse(cls, text: str | None) -> Shard:
        """Read ``K/N``.

        Raises:
            ArgumentError: it is no such thing.
        """
        if text is None:
            return cls()
        found = _SHARD.fullmatch(text)
        shard = cls(int(found[1]), int(found[2])) if found else cls(0)
        if not 1 <= shard.number <= shard.of:
            raise ArgumentError(f"--shard {text!r}: expected K/N with K from 1 to N, such as 3/10")
        return shard

    def __str__(self) -> str:
        """As it is parsed; empty for the whole fleet."""
        return f"{self.number}/{self.of}" if self.of > 1 else ""

    def holds(self, repository: str) -> bool:
        """Whether a repository is in it.

        Arguments:
            repository: as it was given.
        """
        digest = hashlib.sha256(repository.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1


def batches(paths: Iterable[str], listed: Iterable[str], shard: Shard) -> Iterator[Batch]:
    """Split what was given into repositories, each once.

    Arguments:
        paths: folders and templates.
        listed: folders and clone URLs from a file.
        shard: which of them are looked at.

    Raises:
        ArgumentError: a path leads nowhere.
    """
    seen = set()
    for given in (*paths, *listed):
        for batch in (Batch(_harmless(given)),) if is_address(given) else _local(given):
            key = batch.repository if batch.targets is None else (batch.repository, batch.targets)
            if key not in seen and shard.holds(batch.repository):
                seen.add(key)
                yield batch


def read_list(path: str) -> list[str]:
    """Read a file with a path or clone URL a line; ``#`` begins a comment.

    Raises:
        ArgumentError: it cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise ArgumentError(f"--repositories {path}: cannot read it: {reason}") from None
    lines = (re.split(r"(?:^|\s)#", line)[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def is_address(given: str) -> bool:
    """Whether what was given is the address of a repository, not a folder."""
    return _URL.match(given) is not None


def _harmless(url: str) -> str:
    """The address, where no secret stands in it.

    Raises:
        ArgumentError: one does.
    """
    if "://" in url and urlsplit(url).password is not None:
        raise ArgumentError("an address is no place for a password: leave it to git's credential helper")
    return url


def _local(given: str) -> Iterator[Batch]:
    path = Path(given)
    if not path.is_dir():
        if not path.exists():
            raise ArgumentError(f"{given}: no such file or folder")
        yield Batch(str(path.parent), str(path.parent.resolve()), (Target(str(path.resolve()), named=True),))
    elif is_repository(path):
        yield Batch(given, str(path.resolve()))
    else:
        yield from _folder(given, path)


def _folder(given: str, path: Path) -> Iterator[Batch]:
    """The repositories below a folder, and what lies in none of them, which counts as one."""
    inner: list[Path] = []
    loose: list[Target] = []
    for target in search(path.resolve(), leaving(inner.append)):
        loose.append(target)
        if len(loose) == CHUNK:
            yield Batch(given, str(path.resolve()), tuple(loose))
            loose.clear()
        yield from _found(given, path.resolve(), inner)
    yield from _found(given, path.resolve(), inner)
    if loose:
        yield Batch(given, str(path.resolve()), tuple(loose))


def _found(given: str, path: Path, inner: list[Path]) -> Iterator[Batch]:
    yield from (Batch(str(Path(given, each.relative_to(path))), str(each)) for each in inner)
    inner.clear()


def leaving(tell: Callable[[Path], object]) -> Callable[[Path], bool]:
    """Keep a search out of repositories.

    Arguments:
        tell: is told of each that it meets.
    """

    def enters(folder: Path) -> bool:
        if not is_repository(folder):
            return True
        tell(folder)
        return False

    return enters


def is_repository(folder: Path) -> bool:
    """Whether a folder is the root of a repository, or of a part that has its own."""
    return (folder / GIT).exists()
