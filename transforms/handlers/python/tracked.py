"""Parts of an event that are followed: through names, and into functions."""

from __future__ import annotations

from typing import Final

from . import authorizer_values, flags
from .sites import LOWER, Path

TRACKED: Final[frozenset[Path]] = frozenset(
    {
        *flags.HOLDERS,
        (LOWER,),
        ("requestContext", "stage"),
        ("requestContext", "path"),
        ("requestContext", "requestId"),
        ("methodArn",),
        ("body",),
        ("queryStringParameters",),
        ("queryStringParameters", "*"),
        ("multiValueHeaders",),
        authorizer_values.CLAIMS["rest"],
        authorizer_values.CLAIMS["2.0"],
        (*authorizer_values.CLAIMS["rest"], "*"),
        (*authorizer_values.CLAIMS["2.0"], "*"),
        (*authorizer_values.AUTHORIZER, "*"),
        (*authorizer_values.CONTEXT, "*"),
        ("isBase64Encoded",),
    }
)
"""What is followed through names that are assigned once."""


PASSED: Final[frozenset[Path]] = TRACKED - {
    (LOWER,),
    ("requestContext", "identity"),
    ("requestContext", "http"),
    ("requestContext", "authentication"),
    ("queryStringParameters",),
    ("queryStringParameters", "*"),
}
"""What is followed into functions that it is passed to. The others are read from several places in the other format."""


CHECKED: Final[frozenset[Path]] = frozenset(
    {
        ("headers",),
        ("requestContext",),
        authorizer_values.AUTHORIZER,
        authorizer_values.CLAIMS["rest"],
        authorizer_values.CLAIMS["2.0"],
    }
)


def is_passed(path: Path) -> bool:
    return path in PASSED or ((*path[:-1], "*") in PASSED if path else False)
