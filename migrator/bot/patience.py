"""How long the bot waits for a forge, and what it repeats: bounded, for one request and for all of a run together."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from .forge import ForgeError

if TYPE_CHECKING:
    from github.GithubRetry import GithubRetry

_NOT_DONE = frozenset({403, 429})
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
        secondary: before a repetition where GitHub says that it was too fast, but not for how long.
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

    limit: float
    spent: float = 0.0

    def wait(self, seconds: float) -> None:
        """Wait, or fail where that would be too long in all."""
        if self.spent + seconds > self.limit:
            raise ForgeError(
                f"GitHub asks to wait for {seconds:.0f} seconds; a run waits for {self.limit:.0f} in all at most, and "
                f"this one has waited for {self.spent:.0f}. Run it again later"
            )
        self.spent += seconds
        time.sleep(seconds)


def repetition(patience: Patience, api: str) -> GithubRetry:
    """What PyGithub repeats, and after which wait.

    Arguments:
        patience: how long to wait.
        api: base URL of the REST API: where redirects may not lead away from.
    """
    from github.GithubRetry import GithubRetry
    from urllib3 import Retry

    budget = _Budget(patience.longest)

    class Repetition(GithubRetry):
        """Repeat what the forge has not carried out for sure; a lost answer to a POST is for `create_once`."""

        def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
            """Whether an answer asks for a repetition, or for the error that `increment` raises."""
            if status_code in _REDIRECTS:
                return True
            if method == "POST":
                return status_code in _NOT_DONE
            return super().is_retry(method, status_code, has_retry_after)

        def increment(self, *given: Any, **named: Any) -> Retry:  # type: ignore[override]
            """Count a repetition; no redirect is followed."""
            response = named.get("response")
            if response is not None and response.status in _REDIRECTS:
                raise ForgeError(_redirected(api, response.headers.get("Location") or ""))
            return super().increment(*given, **named)

        def sleep(self, response: Any = None) -> None:
            """Wait as long as the forge asks for, within what the run has left."""
            asked = self.get_retry_after(response) if response is not None else None
            if wait := asked or self.get_backoff_time():
                budget.wait(wait)

    return Repetition(
        total=patience.retries,
        backoff_factor=patience.backoff,
        secondary_rate_wait=patience.secondary,
        max_rate_limit_wait=patience.longest,
        status_forcelist=[_STILL_AT_WORK, 429, *range(500, 600)],
        allowed_methods=Retry.DEFAULT_ALLOWED_METHODS | {"PATCH"},
    )


def _redirected(api: str, location: str) -> str:
    ours = urlsplit(api)
    try:
        theirs = urlsplit(urljoin(f"{api}/", location))
        elsewhere = (theirs.scheme, theirs.netloc) != (ours.scheme, ours.netloc)
    except ValueError:
        return "GitHub redirects to an address that is none"
    if elsewhere:
        where = theirs.netloc.rpartition("@")[2][:_MAX_HOST]
        return f"GitHub redirects to another server ({theirs.scheme}://{where}): the token is not sent there"
    return (
        "GitHub redirects to another address of its own: if the repository was renamed or moved, "
        "give its present name with --repository"
    )
