"""How requests to a forge end: in one line for whatever goes wrong, after waits and repetitions that are bounded.

They are for one request, and for all of a run together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from .forge import ForgeError
from .kinds import ForgeKind

if TYPE_CHECKING:
    from urllib3 import Retry

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_STILL_AT_WORK = 202
"""PyGithub asks again for as long as this is the answer; here it counts like one that failed."""
_MAX_HOST = 100


@dataclass(frozen=True)
class Patience:
    """How long to wait for a forge, in seconds.

    Arguments:
        pause: between two writes; GitHub asks for one second.
        retries: how often a request is repeated.
        backoff: before the second repetition; doubled each time.
        secondary: before a repetition where the forge says that it was too fast, but not for how long.
        longest: all waits for the forge of a run together, whatever it asks for; beyond it the run fails.
    """

    pause: float = 1.0
    retries: int = 4
    backoff: float = 1.0
    secondary: float = 60.0
    longest: float = 900.0


@dataclass
class _Budget:
    """What is left of the patience of a run."""

    kind: ForgeKind
    limit: float
    spent: float = 0.0

    def wait(self, seconds: float) -> None:
        """Wait, or fail where that would be too long in all."""
        if self.spent + seconds > self.limit:
            raise ForgeError(
                f"{self.kind.name} asks to wait for {seconds:.0f} seconds; a run waits for {self.limit:.0f} in all at "
                f"most, and this one has waited for {self.spent:.0f}. Run it again later"
            )
        self.spent += seconds
        time.sleep(seconds)


def repetition(
    base: type[Retry], kind: ForgeKind, api: str, patience: Patience, not_done: frozenset[int], **more: float
) -> Retry:
    """What is repeated, and after which wait.

    Arguments:
        base: how the client of the forge counts repetitions.
        kind: of the forge.
        api: base URL of the REST API: where redirects may not lead away from.
        patience: how long to wait.
        not_done: statuses that say for sure that a request was not carried out, and may be if it is sent again.
        more: what ``base`` takes besides.
    """
    budget = _Budget(kind, patience.longest)

    class Repetition(base):  # type: ignore[valid-type, misc]
        """Repeat what the forge has not carried out for sure; a lost answer to a POST is for `create_once`."""

        def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
            """Whether an answer asks for a repetition, or for the error that `increment` raises."""
            if status_code in _REDIRECTS:
                return True
            if method == "POST":
                return status_code in not_done
            return bool(super().is_retry(method, status_code, has_retry_after))

        def increment(self, *given: Any, **named: Any) -> Retry:
            """Count a repetition; no redirect is followed."""
            response = named.get("response")
            if response is not None and response.status in _REDIRECTS:
                raise ForgeError(_redirected(kind, api, response.headers.get("Location") or ""))
            counted: Retry = super().increment(*given, **named)
            return counted

        def sleep(self, response: Any = None) -> None:
            """Wait as long as the forge asks for, within what the run has left."""
            asked = self.get_retry_after(response) if response is not None else None
            if wait := asked or self.get_backoff_time():
                budget.wait(wait)

    return Repetition(
        total=patience.retries,
        backoff_factor=patience.backoff,
        status_forcelist=[_STILL_AT_WORK, 429, *range(500, 600)],
        allowed_methods=base.DEFAULT_ALLOWED_METHODS | {"PATCH"},
        **more,
    )


def _redirected(kind: ForgeKind, api: str, location: str) -> str:
    ours = urlsplit(api)
    try:
        theirs = urlsplit(urljoin(f"{api}/", location))
        elsewhere = (theirs.scheme, theirs.netloc) != (ours.scheme, ours.netloc)
    except ValueError:
        return f"{kind.name} redirects to an address that is none"
    if elsewhere:
        where = theirs.netloc.rpartition("@")[2][:_MAX_HOST]
        return f"{kind.name} redirects to another server ({theirs.scheme}://{where}): the token is not sent there"
    return (
        f"{kind.name} redirects to another address of its own: if the repository was renamed or moved, "
        "give its present name with --repository"
    )


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
