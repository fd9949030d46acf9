"""Turn what a client of a forge and the network raise into one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .forge import ForgeError
from .kinds import ForgeKind

_MAX_SAID = 500


@dataclass(frozen=True)
class Refusal:
    """An answer with the status of an error.

    Arguments:
        status: of HTTP.
        said: what the forge says, as it stands.
    """

    status: int
    said: str


@contextmanager
def faults(kind: ForgeKind, read: Callable[[Exception], Refusal | None], *, signed: bool) -> Iterator[None]:
    """Raise a `ForgeError` in place of whatever goes wrong; the texts of others may quote a whole answer.

    Arguments:
        kind: of the forge that is asked.
        read: takes an error of its client for a refusal; None where it is another one.
        signed: whether the request has a token.
    """
    from requests import RequestException

    try:
        yield
    except ForgeError:
        raise
    except RequestException as error:
        raise ForgeError(f"{kind.name} does not answer ({type(error).__name__})", uncertain=True) from None
    except Exception as error:
        if refusal := read(error):
            raise ForgeError(_said(kind, refusal, signed), uncertain=refusal.status >= 500) from None
        # Clients assert, convert and look things up as they read, and follow no link to another host: an answer that
        # has not the form they expect ends in almost any kind of error.
        said = f"{kind.name}'s answer is not understood ({type(error).__name__})"
        raise ForgeError(said, uncertain=True) from None


def _said(kind: ForgeKind, refusal: Refusal, signed: bool) -> str:
    said = " ".join(refusal.said.split())[:_MAX_SAID] or "no reason given"
    if refusal.status == 401 and signed:
        return f"{kind.name} does not take the token ({said}): it is wrong, revoked or expired"
    return f"{kind.name} refused ({refusal.status}): {said}"
