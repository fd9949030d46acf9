"""What the bot does in one repository of many: a clone, the migration, a pull request."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ...bot.forge import Forge, ForgeError
from ...bot.git import Git, GitCommandError
from ...bot.kinds import Token
from ...bot.place import ForgeRepository, host_of, place
from ...command.arguments import ArgumentError
from .ledger import CampaignEntry, PullState
from .selection import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable

FAULTS = (ArgumentError, ForgeError, GitCommandError)
"""What goes wrong in one repository and says nothing of the others."""


@dataclass(frozen=True)
class ForgeAccess:
    """How repositories are reached.

    Arguments:
        api: base URL of the forge's API.
        token: what to sign in with; None to read what everybody may.
        connect: makes a forge of a repository.
        base: branch that pull requests go to; None for the default one.
        clones: folder that clones are made in; None for the system's own.
    """

    api: str
    token: Token | None
    connect: Callable[[ForgeRepository], Forge]
    base: str | None = None
    clones: Path | None = None

    def where(self, repository: str) -> ForgeRepository:
        """Where a repository of the inventory is on the forge.

        Raises:
            ArgumentError: it is not known, or not on this one.
        """
        origin = repository
        if (Path(repository) / ".git").exists():  # the folder itself, not one that it lies in
            origin = Git(Path(repository), "").origin() or ""
        host = host_of(origin)
        # Not what the environment says: that is one repository, and this is one of many.
        there = place({}, origin, None, self.api) if host else None
        if there is None:
            raise ArgumentError(
                "it is not known where this is on a forge: neither a clone URL nor a folder with a remote"
            )
        if not there.is_at(host):
            raise ArgumentError(f"it is at {host}, and the forge of this campaign at {there.host}; see --api-url")
        return there

    def propose(self, entry: CampaignEntry) -> CampaignEntry:
        """Do in a repository what ``sam-migrate bot pr`` does in a checkout, and say what became of it."""
        try:
            with TemporaryDirectory(prefix="sam-migrate-", dir=self.clones) as folder:
                return self._propose(entry, self.where(entry.repository), Path(folder))
        except FAULTS as error:
            return replace(entry, state=PullState.FAILED, why=self._hidden(str(error)))

    def look(self, entry: CampaignEntry) -> CampaignEntry:
        """See what became of a pull request since.

        Raises:
            ArgumentError, ForgeError: it cannot be known.
        """
        forge = self.connect(self.where(entry.repository))
        pull = forge.pull_request(entry.number)
        if pull.is_open or pull.merged:
            return replace(entry, state=PullState.OPENED if pull.is_open else PullState.MERGED)
        later = [each for each in forge.pull_requests(f"sam-migrate/{entry.direction}") if each.number > entry.number]
        if later:
            return replace(entry, state=PullState.SUPERSEDED, why=f"by {forge.kind.mark}{later[0].number}")
        return replace(entry, state=PullState.CLOSED)

    def _propose(self, entry: CampaignEntry, there: ForgeRepository, home: Path) -> CampaignEntry:
        from ...bot.git.helper import fetch
        from ...bot.inspection import inspect
        from ...bot.pull_request import Proposal, propose
        from ...report import markdown

        forge = self.connect(there)
        clone = fetch(there.url, self.token, home, self.base)
        with _inside(clone), Git(clone, there.url, self.token, there.kind.committer) as git:
            found = inspect((), entry.direction, "" if entry.step == AT_ONCE else entry.step)
            proposal = Proposal(found.report, markdown.render, self.base)
            lines = [self._hidden(line) for line in propose(forge, git, proposal)]
        told = "; ".join((*lines[-1:], *found.problems))
        pulls = forge.pull_requests(proposal.branch, base=self.base or forge.default_branch())
        if not proposal.changes or not pulls or (pulls[0].merged and not pulls[0].is_open):
            return replace(entry, state=PullState.FAILED if found.problems else PullState.NOTHING, why=told)
        state = PullState.OPENED if pulls[0].is_open else PullState.CLOSED
        why = told if found.problems or state is PullState.CLOSED else ""
        return replace(entry, state=state, why=why, number=pulls[0].number, url=pulls[0].url)

    def _hidden(self, text: str) -> str:
        return self.token.hide(text) if self.token else text


@contextmanager
def swept(folder: Path) -> Iterator[Path]:
    """A folder for clones, without what a run left there that was killed; it goes when this one ends."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Be in a folder, as the bot is in a checkout."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
