"""One pull request for each direction: a branch with one commit that the bot alone makes, and makes anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..command.arguments import ArgumentError
from ..migration import FileChange
from ..options import FINISH, SIDE_BY_SIDE, SWITCH, Direction
from ..report import Mode, Report, totals
from .description import Description, section
from .forge import Forge, ForgeError, PullRequest, create_once
from .git import Commit, Git, GitCommandError
from .state import Renderer

TITLES = {
    Direction.TO_HTTP: "Migrate REST APIs to HTTP APIs (AWS SAM)",
    Direction.TO_REST: "Migrate HTTP APIs to REST APIs (AWS SAM)",
}
STEP_TITLES = {
    SIDE_BY_SIDE: "step 1 of 3: the new APIs beside the old ones",
    SWITCH: "step 2 of 3: what refers to the old APIs leads to the new ones",
    FINISH: "step 3 of 3: the old APIs go",
}
"""What the title says of a step on the way to production."""
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
        title, steps = TITLES[self.report.direction], totals(self.report).steps
        told = [STEP_TITLES[step] for step in steps if step in STEP_TITLES]
        return f"{title}, {told[0]}" if len(steps) == 1 and told else title

    @property
    def changes(self) -> tuple[FileChange, ...]:
        """The files that change, each once: templates may share code."""
        changes = {c.source.path: c for migration in self.report.migrations for c in migration.changes}
        return tuple(changes.values())

    @property
    def what(self) -> str:
        """What is pushed, in a few words."""
        count = len(self.changes)
        return f"a commit that changes {count} file{'s' * (count != 1)}"


def propose(forge: Forge, git: Git, proposal: Proposal) -> Iterator[str]:
    """Open or update the pull request; yield a line for each thing that was done, or why nothing was.

    Raises:
        ArgumentError: there is no such branch to go to.
        ForgeError: the forge refuses or cannot be reached.
        GitError: a file cannot be committed, or the push was refused.
    """
    untracked = {m.source.path: c.source.path for m in proposal.report.migrations if (c := _untracked(git, m.changes))}
    for template, file in untracked.items():
        about = "" if file == template else f" ({file})"
        yield f"{template}: left out; git does not track it here (untracked, ignored or in a submodule){about}."
    kept = tuple(m for m in proposal.report.migrations if m.source.path not in untracked)
    proposal = replace(proposal, report=replace(proposal.report, migrations=kept, mode=Mode.WRITE))
    if not proposal.changes:
        yield f"Nothing to migrate: no {forge.kind.pull_request}."
        return
    if git.token is None:
        git.tree(proposal.changes)  # what is wrong here shows without a look at the forge
    try:
        yield from _steps(forge, git, proposal)
    except (ForgeError, GitCommandError) as error:
        if git.token is not None:
            raise
        would = f"Would push {proposal.what} to {proposal.branch} and open a {forge.kind.pull_request}"
        yield f"{would}, unless that is done already."
        yield f"What is done already is not known without a token: {error}"


def _untracked(git: Git, changes: tuple[FileChange, ...]) -> FileChange | None:
    return next((change for change in changes if not git.keeps(change)), None)


def _steps(forge: Forge, git: Git, proposal: Proposal) -> Iterator[str]:
    base, branch = proposal.base or forge.default_branch(), proposal.branch
    head, tips = git.head(), git.tips(base, branch)
    if base not in tips:
        raise ArgumentError(f"{git.url} has no branch {base!r}: name one that it has with --base")
    if tips[base] != head:
        yield f"The checkout is not at the end of {base}: nothing is pushed. Run it on a fresh checkout of {base}."
        return
    found = forge.pull_requests(branch, base=base)
    newest = next((pull for pull in found if pull.is_open), found[0] if found else None)
    if newest and not newest.is_open and not newest.merged:
        yield f"{forge.kind.titled(newest.number)} was closed: hands off. Reopen it to have it kept up to date again."
        return
    seen = tips.get(branch)
    standing = git.last(branch) if seen else None
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
    if proposal.dry_run:
        return f"Would push {proposal.what} to {proposal.branch}."
    message = f"{proposal.title}\n\n{_BASE}: {head}\n{_TREE}: {tree}\n"
    git.push(git.commit(tree, head, message), proposal.branch, seen)
    return f"Pushed {proposal.what} to {proposal.branch}."


def _tell(forge: Forge, proposal: Proposal, base: str, pull: PullRequest | None) -> str:
    if pull is None:
        return _open(forge, proposal, base)
    # Read again: a person may have been writing while this run was at work.
    pull = pull if proposal.dry_run else forge.pull_request(pull.number)
    name, limit = forge.kind.titled(pull.number), forge.kind.most_characters
    written = Description.read(pull.body, proposal.report.direction.value)
    if written is None:
        return f"{name} has a description without the marks of sam-migrate: it stays as people wrote it."
    if written.is_about(proposal.report):
        return f"{name} is up to date."
    text = written.updated(proposal.report, proposal.render, limit)
    if text is None:
        return f"{name} has a description that leaves no room for the report: it stays as it is."
    if proposal.dry_run:
        return f"Would update {forge.kind.named(pull.number)}."
    forge.update_pull_request(pull.number, text)
    return f"Updated {forge.kind.named(pull.number)}: {pull.url}"


def _open(forge: Forge, proposal: Proposal, base: str) -> str:
    text = section(proposal.report, proposal.render, forge.kind.most_characters)
    branch = proposal.branch
    if proposal.dry_run:
        return f"Would open a {forge.kind.pull_request} from {branch} to {base} ({len(text)} characters)."

    def there() -> PullRequest | None:
        return next((pull for pull in forge.pull_requests(branch, base=base) if pull.is_open), None)

    try:
        made = create_once(lambda: forge.create_pull_request(branch, base, proposal.title, text), there)
    except ForgeError:
        # A branch has one pull request: of two runs at the same time the slower one is refused.
        if (other := there()) is None:
            raise
        return f"{forge.kind.titled(other.number)} was opened while this run was at work: {other.url}"
    return f"Opened {forge.kind.named(made.number)}: {made.url}"
