"""Sentences that are said of look-ups of headers, whatever language the code is in."""

from __future__ import annotations

from typing import Final

from migrator.findings import Level

from . import codes
from .sentence import Sentence

ANY_CASE: Final = "Look headers up whatever the case of their names."
LISTED_HEADER: Final = Sentence(
    codes.HEADER_CASE,
    "{} read from `multiValueHeaders` by the name that is written here. A REST API sends names as the client wrote them, an HTTP API most in lower case.",
    ANY_CASE,
)
HEADERS_PASSED_ON: Final = Sentence(
    codes.HEADER_CASE,
    "{} are passed on, looped over, or read by a name that is not written here. An HTTP API sends most names in lower case, a REST API as the client "
    "wrote them.",
    ANY_CASE,
)
HEADER_MISSED: Final = Sentence(
    codes.HEADER_CASE,
    "The header `{}` is read by a name with capitals. An HTTP API sends most names in lower case, so it is not found.",
)
HEADER_FOUND: Final = Sentence(
    codes.HEADER_FOUND,
    "The header `{}` is read by a spelling of its name under which the HTTP API never sends it. Behind a REST API it is found where the client "
    "writes it so, and what it opens is open then.",
    codes.HEADER_FOUND.remedy,
    Level.WARNING,
)
HEADER_FOUND_IN_LOWER: Final = Sentence(
    codes.HEADER_FOUND,
    "The header `{}` is looked up in lower case: behind the REST API that missed it where the client wrote capitals, and an HTTP API sends it so.",
    codes.HEADER_FOUND.remedy,
)
HEADER_IN_ANY_CASE: Final = Sentence(
    codes.HEADER_FOUND,
    "The header `{}` is looked up in this spelling: behind the REST API that missed it where the client wrote another one. From now on it is found in any.",
    codes.HEADER_FOUND.remedy,
)
HEADERS_TWICE: Final = Sentence(
    codes.HEADER_TWICE,
    "Where a client sends a header twice, a loop over the headers of a REST event finds the last value, and in format 2.0 both, as in `a,b`.",
)
HEADER_TWICE: Final = Sentence(
    codes.HEADER_TWICE,
    "Where a client sends `{}` twice, a REST event holds the last value and format 2.0 both, as in `a,b`.",
    "Take the part behind the last comma if clients may send it twice.",
)
HEADER_TWICE_TO_REST: Final = Sentence(
    codes.HEADER_TWICE,
    "Where a client sends `{}` twice, format 2.0 held both, as in `a,b`; a REST event holds the last value.",
    "Read `multiValueHeaders`, which lists both, if clients may send it twice.",
)
OF_THE_EDGE: Final = Sentence(
    codes.NO_COUNTERPART,
    "The header `{}` comes from the edge of a REST API; an HTTP API never sends it.",
    "Take the code that needs it out, or put CloudFront in front of the API and let it send the header on.",
)
