"""Ways through the code of a function, in whatever language: whether its end is reached, and whether it returns too early."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ways:
    """What is known of a piece of code that begins before something is done, such as a key that is put into an answer.

    Arguments:
        falls: whether its end is reached without that.
        returns: whether it returns without that.
    """

    falls: bool = True
    returns: bool = False

    def ended(self, last: Ways) -> Ways:
        """These ways with code that runs at the end of each, as ``finally`` does."""
        return Ways(self.falls and last.falls, self.returns or last.returns)


ENDED = Ways(falls=False)
"""Code that ends in an error, or does what is looked for."""


def in_turn(parts: Iterable[Ways]) -> Ways:
    """Code whose parts run one after the other; what stands behind an end is never looked at."""
    returns = False
    for part in parts:
        returns = returns or part.returns
        if not part.falls:
            return Ways(falls=False, returns=returns)
    return Ways(returns=returns)


def either(parts: Iterable[Ways]) -> Ways:
    """Code of which one part runs."""
    found = list(parts)
    return Ways(any(part.falls for part in found), any(part.returns for part in found))
