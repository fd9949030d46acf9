"""One comment on a pull request, found again by its marker and its author, and kept up to date; a step's summary."""

from __future__ import annotations

from pathlib import Path

from ..report import Report
from .forge import Comment, Forge, ForgeError, create_once
from .state import Renderer, body, marker, same


def keep_comment(forge: Forge, number: int, report: Report, render: Renderer, *, dry_run: bool) -> str:
    """Comment on a pull request, or update the comment that is there; say in one line what was done.

    Arguments:
        forge: where the pull request is.
        report: what to tell.
        dry_run: say what would be done, and do it not; without a token no more is possible.

    Raises:
        ForgeError: the forge refuses or cannot be reached.
    """
    login = forge.login()
    text, there = body(report, render, forge.kind.most_characters), forge.kind.named(number)
    if login is None:
        return _guess(forge, number, report, text)

    def own() -> Comment | None:
        # Anyone may write our marker; without the author's name a planted comment would be taken for ours.
        return next((c for c in forge.comments(number) if _is_own(c, login, report)), None)

    found = own()
    if found is None:
        if not _has_news(report):
            return "Nothing to say: no comment."
        if dry_run:
            return f"Would comment on {there} ({len(text)} characters)."
        made = create_once(lambda: forge.create_comment(number, text), own)
        return f"Commented on {there} (comment {made.id})."
    if same(found.body, text):
        return f"Comment {found.id} on {there} is up to date."
    if dry_run:
        return f"Would update comment {found.id} on {there}."
    forge.update_comment(number, found.id, text)
    return f"Updated comment {found.id} on {there}."


def _guess(forge: Forge, number: int, report: Report, text: str) -> str:
    """What would be done, as far as it can be known without knowing whose comments would be ours."""
    there = forge.kind.named(number)
    would = f"Would comment on {there} ({len(text)} characters)"
    if not _has_news(report):
        would = "Nothing to say: no comment"
    try:
        marked = [c for c in forge.comments(number) if c.body.startswith(marker(report.direction.value))]
    except ForgeError as error:
        return f"{would}, unless there is one to update, which is not known without a token: {error}"
    if not marked:
        return f"{would}."
    if all(same(comment.body, text) for comment in marked):
        return f"Comment {marked[0].id} on {there} is up to date, if it is the token's own."
    return f"{would}, unless comment {marked[0].id} is the token's own and is updated, which is not known without it."


def _has_news(report: Report) -> bool:
    return any(migration.findings or migration.changed or migration.error for migration in report.migrations)


def _is_own(comment: Comment, login: str, report: Report) -> bool:
    return comment.author.lower() == login.lower() and comment.body.startswith(marker(report.direction.value))


MAX_SUMMARY = 1 << 20
"""Bytes that GitHub shows of one step's summary; of a longer one it shows nothing."""
_ROOM = 4096


def write_summary(file: str, report: Report, render: Renderer) -> None:
    """Add a report to the summary of the step that runs.

    Arguments:
        file: the file that the runner reads the summary from.
        report: what to tell.

    Raises:
        OSError: the file cannot be written.
    """
    path = Path(file)
    room = MAX_SUMMARY - _ROOM - (path.stat().st_size if path.exists() else 0)
    if room <= 0:
        return
    text = _fitting(report, render, room)
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{text.rstrip()}\n")


def _fitting(report: Report, render: Renderer, room: int) -> str:
    """The report in at most ``room`` bytes; a character takes up to four of them."""
    text = render(report, limit=room)
    return text if len(text.encode()) <= room else render(report, limit=room // 4)
