"""Send the requests, one after the other: to the old API, then to the new one.

Redirects are not followed, so no header goes to a host that the user did not name; nothing of the user's netrc is sent.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from .call import ApiCall, CallAnswer

if TYPE_CHECKING:
    import httpx

    from .hiding import SentHeaders

AGENT = "sam-migrate-compare"


@dataclass(frozen=True)
class CallLimits:
    """What a comparison may take.

    Arguments:
        rate: requests a second, to both APIs together.
        timeout: seconds until an answer must be read.
        body: bytes of an answer that are read.
        total: seconds after which no further request is sent.
    """

    rate: float = 10.0
    timeout: float = 15.0
    body: int = 1 << 20
    total: float = 600.0


class Caller:
    """Sends requests within limits.

    Arguments:
        headers: what every request has.
        limits: what it may take.
    """

    def __init__(self, headers: SentHeaders, limits: CallLimits) -> None:
        import httpx

        self._headers, self._limits = headers, limits
        self._client = httpx.Client(follow_redirects=False, timeout=limits.timeout, headers={"User-Agent": AGENT})
        self._next = 0.0

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def answer(self, base: str, call: ApiCall) -> CallAnswer:
        """Send a request and read the answer; what goes wrong is the answer's failure.

        Arguments:
            base: address of the API.
            call: the request.
        """
        import httpx

        hide = self._headers.hide
        self._wait()
        start = time.monotonic()
        path = call.path if call.path.startswith("/") else f"/{call.path}"  # what follows a host must not change it
        url = f"{base.rstrip('/')}{path}{f'?{call.query}' if call.query else ''}"
        # What a preflight request holds is the browser's own: it has no credentials.
        general = () if call.preflight else self._headers.headers
        own = {name.lower() for name, _ in call.headers}
        headers = [
            *(pair for pair in general if pair[0].lower() not in own),
            *call.headers,
            ("Accept-Encoding", "identity"),
        ]
        try:
            with self._client.stream(call.method, url, headers=headers, content=call.body) as response:
                body, cut = self._read(response, start)
                told = tuple((name.lower(), hide(value)) for name, value in response.headers.multi_items())
                seconds = time.monotonic() - start
                return CallAnswer(response.status_code, told, self._headers.hide_bytes(body), cut, seconds)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError) as error:
            return CallAnswer(None, seconds=time.monotonic() - start, failure=hide(_reason(error)))

    def _wait(self) -> None:
        """Keep to the rate."""
        now = time.monotonic()
        if self._next > now:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self._limits.rate

    def _read(self, response: httpx.Response, start: float) -> tuple[bytes, bool]:
        import httpx

        read = bytearray()
        for chunk in response.iter_bytes():
            read += chunk
            if len(read) > self._limits.body:
                return bytes(read[: self._limits.body]), True
            if time.monotonic() - start > self._limits.timeout:
                raise httpx.ReadTimeout("")
        return bytes(read), False


_ERRNO = re.compile(r"\[Errno -?[0-9]+\] ")


def _reason(error: Exception) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    text = " ".join(_ERRNO.sub("", str(error)).split())
    return text or type(error).__name__


def answered(
    caller: Caller,
    bases: tuple[str, str],
    calls: tuple[ApiCall, ...],
    limits: CallLimits,
    watch: Callable[[int], object],
) -> Iterator[tuple[ApiCall, CallAnswer, CallAnswer]]:
    """Send requests to both APIs, as far as time allows.

    Arguments:
        caller: sends them.
        bases: addresses of the old and the new API.
        calls: the requests.
        limits: what it may take.
        watch: is told how many are done.
    """
    end = time.monotonic() + limits.total
    for number, call in enumerate(calls):
        if time.monotonic() > end:
            return
        old, new = (caller.answer(base, call) for base in bases)
        watch(number + 1)
        yield call, old, new
