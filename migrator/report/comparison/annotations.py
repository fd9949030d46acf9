"""A comparison as workflow commands of GitHub Actions: an annotation for each thing that there is to know."""

from __future__ import annotations

from collections.abc import Iterator

from ...proof.comparison import Comparison
from ..diff import name_of
from ..github import Annotation, most
from . import Compared, mark, missing, verdicts


def render(compared: Compared) -> str:
    """Print annotations, the worst first."""
    # A revision or a pipe is no file that a pull request shows.
    place = {} if compared.after == "-" or ":" in compared.after else {"file": name_of(compared.after)}
    if compared.comparison is None:
        return Annotation("error", compared.error or "", {**place, "title": "sam-migrate failed"}).text
    return most(_annotations(compared.comparison, place))


def _annotations(found: Comparison, place: dict[str, str]) -> Iterator[Annotation]:
    for verdict in verdicts(found):
        kind = {"alarm": "error", "caution": "warning", "good": "notice"}[verdict.style]
        yield Annotation(kind, f"{verdict.heading} {verdict.sentence}", {**place, "title": "sam-migrate verify"})
    for difference in found.differences:
        kind = "error" if difference.weaker else "warning"
        yield Annotation(kind, difference.sentence, {**place, "title": mark(difference)})
    yield from (Annotation("warning", sentence, {**place, "title": "not compared"}) for sentence in missing(found))
    yield from (Annotation("notice", each.sentence, {**place, "title": "accepted"}) for each in found.accepted)
