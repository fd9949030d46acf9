"""Compare two deployed APIs by the answers that they give to the same requests."""

from __future__ import annotations

from collections.abc import Iterator

from .call import ApiCall, CallAnswer, CallDifference, CallResult
from .judging import Ignored, differences
from .sending import Caller

_REPEATED = ("GET", "HEAD")


def judged(
    caller: Caller,
    bases: tuple[str, str],
    found: tuple[ApiCall, CallAnswer, CallAnswer],
    ignored: Ignored,
) -> CallResult:
    """Say what differs between two answers.

    Where a body differs the old API is asked once more: what then differs from its own first answer changes from call
    to call, such as a time, and says nothing about the new API.

    Arguments:
        caller: sends requests.
        bases: addresses of the old and the new API.
        found: a request with the old and the new answer.
        ignored: what is not compared.
    """
    call, old, new = found
    different = differences(old, new, ignored, bases, preflight=call.preflight)
    notes = [*_notes(old, new)]
    if call.method in _REPEATED and any(_of_body(each) for each in different):
        again = caller.answer(bases[0], call)
        if not again.failure:
            unsteady = {each.where for each in differences(old, again, ignored, (bases[0], bases[0]))}
            steady = tuple(each for each in different if not _of_body(each) or each.where not in unsteady)
            if len(steady) < len(different):
                names = ", ".join(each.where for each in different if each not in steady)
                notes.append(f"{names} differs from call to call at the old API too, and was not compared")
            different = steady
    return CallResult(call, old, new, different, tuple(notes))


def _of_body(difference: CallDifference) -> bool:
    return difference.where.startswith("body")


def _notes(old: CallAnswer, new: CallAnswer) -> Iterator[str]:
    if old.cut or new.cut:
        yield "the body is longer than what is read (--max-body), and the rest was not compared"
