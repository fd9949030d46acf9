"""Turn what PyGithub and the network raise into one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .forge import ForgeError

if TYPE_CHECKING:
    from github import GithubException

_MAX_SAID = 500
_MAX_DETAILS = 5


@contextmanager
def faults(*, signed: bool) -> Iterator[None]:
    """Raise a `ForgeError` in place of whatever goes wrong; the texts of others may quote a whole answer.

    Arguments:
        signed: whether the request has a token.
    """
    from github import BadAttributeException, GithubException
    from requests import RequestException

    try:
        yield
    except ForgeError:
        raise
    except BadAttributeException as error:
        raise _odd(error) from None
    except GithubException as error:
        raise ForgeError(_said(error, signed), uncertain=error.status >= 500) from None
    except RequestException as error:
        raise ForgeError(f"GitHub does not answer ({type(error).__name__})", uncertain=True) from None
    except Exception as error:
        # PyGithub asserts, converts and looks things up as it reads, and follows no link to another host: an answer
        # that has not the form it expects ends in almost any kind of error.
        raise _odd(error) from None


def _odd(error: Exception) -> ForgeError:
    return ForgeError(f"GitHub's answer is not understood ({type(error).__name__})", uncertain=True)


def _said(error: GithubException, signed: bool) -> str:
    data = error.data if isinstance(error.data, dict) else {}
    errors = data.get("errors")
    found = [each.get("message") for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    details = [str(message) for message in found if message][:_MAX_DETAILS]
    said = "; ".join([str(data.get("message") or error.message or "no reason given"), *details])
    said = " ".join(said.split())[:_MAX_SAID]
    if error.status == 401 and signed:
        return f"GitHub does not take the token ({said}): it is wrong, revoked or expired"
    return f"GitHub refused ({error.status}): {said}"
