"""CORS headers that code has to send, in whatever language: every response of a function carries them, or none is changed.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

CORS_HEADERS: Final = frozenset(
    f"access-control-{name}" for name in ("allow-origin", "allow-credentials", "expose-headers")
)
"""CORS headers that count on a response, in lower case; the others count in answers to preflight requests only."""

NOT_FOLLOWED: Final = "makes a response in a way that is not followed"
ELSEWHERE: Final = "takes the headers of a response from where they are not followed"
AROUND: Final = "has something around its handler that may change responses"
UNCHANGED: Final = "has code that cannot be changed here"
"""Why responses may lack headers that they have to carry, as clauses with the function as their subject."""


_TEMPLATES: Final = frozenset({".yaml", ".yml", ".json", ".template"})


def own(name: str) -> str:
    """The clause for a function that sends one of the headers itself, with another value or one that is not known."""
    return f"sends `{name}` itself"


def at(path: str, line: int) -> str:
    """Where something stands in the code, to add to a clause.

    Arguments:
        path: of the file; of the template for code that stands in it.
        line: counted from the beginning of the code.
    """
    file = PurePath(path)
    return f" (line {line} of its code)" if file.suffix in _TEMPLATES else f" ({file.name}, line {line})"
