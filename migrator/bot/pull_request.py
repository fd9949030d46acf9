"""One pull request for each direction: a branch with one commit that the bot alone makes, and makes anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..migration import Direction, FileChange
from ..report import Report
from .forge import Commit, Forge, PullRequest, create_once
from .git import Git
from .state import Renderer, State, body

TITLES = {
    Direction.TO_HTTP: "Migrate REST APIs to HTTP APIs (AWS SAM)",
    Direction.TO_REST: "Migrate HTTP APIs to REST APIs (AWS SAM)",
}
_TREE, _BASE = "Sam-Migrate-Tree", "Sam-Migrate-Base"
_TRAILER = re.compile(rf"^({_TREE}|{_BASE}): ([0-9a-f]{{40,64}})$", re.MULTILINE)


@dataclass(frozen=True)
class Proposal:
    """What a pull request is made from.

    Arguments:
        report: the run; its paths are seen from the current folder.
        base: branch that the pull request goes to; None for the default branch.
        render: prints the report as Markdown.
        dry_run: say what would be done, and do it not.
    """

    report: Report
    render: Renderer
    base: str | None = None
    dry_run: bool = False

    @property
    def branch(self) -> str:
        """The branch that the bot keeps."""
        return f"sam-migrate/{self.report.direction.value}"

    @property
    def title(self) -> str:
        """The title that the pull request starts with; people may change it."""
        return TITLES[self.report.direction]

    @property
    def changes(self) -> tuple[FileChange, ...]:
        """The files that change, each once: templates may share code."""
        changes = {c.source.path: c for migration in self.report.migrations for c in migration.changes}
        return tuple(changes.values())


def propose(forge: Forge, git: Git, proposal: Proposal) -> Iterator[str]:
    """Open or update the pull request; yield a line for each thing that was done, or why nothing was.

    Raises:
        ForgeError: the forge refuses or cannot be reached.
        GitError: a file cannot be committed, or the push was refused.
    """
    if not proposal.changes:
        yield "Nothing to migrate: no pull request."
        return
    base, branch = proposal.base or forge.default_branch(), proposal.branch
    head, tips = git.head(), git.tips(base, branch)
    if tips.get(base) != head:
        yield f"The checkout is not at the end of {base}: nothing is pushed. Run it on a fresh checkout of {base}."
        return
    found = forge.pull_requests(branch, base=base)
    newest = next((pull for pull in found if pull.is_open), found[0] if found else None)
    if newest and not newest.is_open and not newest.merged:
        yield f"Pull request #{newest.number} was closed: hands off. Reopen it to have it kept up to date again."
        return
    seen = tips.get(branch)
    standing = forge.commit(seen) if seen else None
    if standing and not _is_ours(standing, git.committer[1]):
        yield f"{branch} has commits of others: hands off. Delete the branch to have it made anew."
        return
    tree = git.tree(proposal.changes)
    if standing is None or (standing.tree, standing.parents) != (tree, (head,)):
        yield _push(git, proposal, tree, head, seen)
    yield _tell(forge, proposal, base, newest if newest and newest.is_open else None)


def _is_ours(commit: Commit, mail: str) -> bool:
    """Whether a commit is as the bot made it: it says itself which tree it has and what it is based on."""
    said = dict(_TRAILER.findall(commit.message))
    return (said.get(_TREE), (said.get(_BASE),), mail) == (commit.tree, commit.parents, commit.committer)


def _push(git: Git, proposal: Proposal, tree: str, head: str, seen: str | None) -> str:
    count = len(proposal.changes)
    what = f"a commit that changes {count} file{'s' * (count != 1)}"
    if proposal.dry_run:
        return f"Would push {what} to {proposal.branch}."
    message = f"{proposal.title}\n\n{_BASE}: {head}\n{_TREE}: {tree}\n"
    git.push(git.commit(tree, head, message), proposal.branch, seen)
    return f"Pushed {what} to {proposal.branch}."


def _tell(forge: Forge, proposal: Proposal, base: str, pull: PullRequest | None) -> str:
    text, branch = body(proposal.report, proposal.render), proposal.branch
    if pull is None:
        if proposal.dry_run:
            return f"Would open a pull request from {branch} to {base} ({len(text)} characters)."
        made = create_once(
            lambda: forge.create_pull_request(branch, base, proposal.title, text),
            lambda: next((p for p in forge.pull_requests(branch, base=base) if p.is_open), None),
        )
        return f"Opened pull request #{made.number}: {made.url}"
    # A description that people wrote anew, and what they added to ours, stays while the templates do.
    if State.read(pull.body) in (None, State.of(proposal.report)):
        return f"Pull request #{pull.number} is up to date."
    if proposal.dry_run:
        return f"Would update pull request #{pull.number}."
    forge.update_pull_request(pull.number, text)
    return f"Updated pull request #{pull.number}: {pull.url}"
