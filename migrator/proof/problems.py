"""What a deployment founders on, and which of it is new."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Something that the deployment of a template founders on.

    Arguments:
        key: what it is, without the API's name: the same problem before and after is not new.
        sentence: for a reviewer.
        api: logical id of the API; empty where it is about none.
    """

    key: tuple[str, ...]
    sentence: str
    api: str = ""


def new_problems(before: tuple[Problem, ...], after: tuple[Problem, ...]) -> list[str]:
    """Sentences for the problems that were not there before.

    Arguments:
        before: problems of one template.
        after: problems of the one that follows it.
    """
    return list(dict.fromkeys(problem.sentence for problem in unknown_before(before, after)))


def unknown_before(before: tuple[Problem, ...], after: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems that were not there before.

    Arguments:
        before: problems of one template.
        after: problems of the one that follows it.
    """
    known = {problem.key for problem in before}
    return tuple(problem for problem in after if problem.key not in known)
