"""One comment on a pull request, found again by its marker and its author, and kept up to date."""

from __future__ import annotations

from ..report import Report
from .forge import Comment, Forge, create_once
from .state import Renderer, body, marker, same


def keep_comment(forge: Forge, number: int, report: Report, render: Renderer, *, dry_run: bool) -> str:
    """Comment on a pull request, or update the comment that is there; say in one line what was done.

    Arguments:
        forge: where the pull request is.
        number: its number.
        report: what to tell.
        render: prints the report as Markdown.
        dry_run: say what would be done, and do it not.

    Raises:
        ForgeError: the forge refuses or cannot be reached.
    """
    login = forge.login()

    def own() -> Comment | None:
        # Anyone may write our marker; without the author's name a planted comment would be taken for ours.
        return next((c for c in forge.comments(number) if _is_own(c, login, report)), None)

    found = own()
    text = body(report, render)
    if found is None:
        if not any(migration.findings or migration.changed or migration.error for migration in report.migrations):
            return "Nothing to say: no comment."
        if dry_run:
            return f"Would comment on pull request #{number} ({len(text)} characters)."
        made = create_once(lambda: forge.create_comment(number, text), own)
        return f"Commented on pull request #{number} (comment {made.id})."
    if same(found.body, text):
        return f"Comment {found.id} on pull request #{number} is up to date."
    if dry_run:
        return f"Would update comment {found.id} on pull request #{number}."
    forge.update_comment(number, found.id, text)
    return f"Updated comment {found.id} on pull request #{number}."


def _is_own(comment: Comment, login: str, report: Report) -> bool:
    return comment.author.lower() == login.lower() and comment.body.startswith(marker(report.direction.value))
