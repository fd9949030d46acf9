"""A comparison as Markdown: a comment on a pull request, the summary of a workflow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ... import __version__
from ...proof.comparison import Comparison
from ..blocks import Block, fitted
from ..diff import name_of
from ..markdown import LIMIT, deployment, listed
from ..sanitize import code, prose
from . import Compared, folded, mark, missing, pair, verdicts


def render(compared: Compared, *, limit: int = LIMIT) -> str:
    """Print a comparison, or why there is none.

    Arguments:
        limit: characters that the text has at most; what is left out is named.
    """
    head = ("## Templates compared", "", f"{code(name_of(compared.before))} → {code(name_of(compared.after))}")
    found = compared.comparison
    if found is None:
        return "\n".join([*head, "", f"**Not compared:** {prose(compared.error or '')}", *_tail([])])
    last = [f"**{verdict.heading} {prose(verdict.sentence)}**" for verdict in verdicts(found)]
    blocks = [Block("the verdict", (*head, *listed(last)))]
    blocks += [Block(name, ("", f"### {title}", *lines)) for name, title, lines in _parts(found) if lines]
    return fitted(blocks, "\n".join(_tail(last)), limit)


def _parts(found: Comparison) -> Iterator[tuple[str, str, list[str]]]:
    """Name for a note, title and lines of each part; the weightiest first."""
    marked = [f"**{mark(difference)}** {prose(sentence)}" for difference, sentence in folded(found.differences)]
    yield "the differences", "Differences", listed(marked)
    yield "what was not compared", "Not compared", listed(list(map(prose, missing(found))))
    yield "what was accepted", "Accepted", listed([prose(sentence) for _, sentence in folded(found.accepted)])
    yield "the deployment", "Deployment", [*deployment(found.plan)]
    yield "the APIs", "APIs", listed([prose(pair(each)) for each in found.pairs])
    yield "the notes", "Notes", listed(list(map(prose, found.notes)))


def _tail(last: Sequence[str]) -> list[str]:
    return ["", f"sam-migrate {__version__}", *listed(last), ""]
