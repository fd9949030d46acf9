"""Sentences that are said of authorizers, and of what events tell of callers."""

from __future__ import annotations

from typing import Final

from migrator.findings import Level

from . import authorizer_codes
from .sentence import Sentence

SPLIT_LISTS: Final = 'Read lists with `re.split(r"[,\\s]+", value.strip("[]"))`, which takes both.'
DENY: Final = "Return a policy that denies if clients should get 403."
DATE_OR_SECONDS: Final = "a date in words from a REST API and seconds from an HTTP API"
PRINCIPAL_OF_REST: Final = "AWS documents `principalId` for events of REST APIs alone"
NOT_OF_IAM: Final = "routes with IAM have no such field"
NOT_OF_TOKENS: Final = "a token authorizer sends no `{}` in format 2.0"
COMPARE_TEXTS: Final = "Compare with `str(value).lower()`, which takes both."
IDENTITY_SOURCES: Final = Sentence(
    authorizer_codes.AUTHORIZER_TOKEN,
    "`identitySource` lists the identity sources; a REST API sends the token by itself, or none.",
)
TOKEN_OF_SEVERAL: Final = Sentence(
    authorizer_codes.AUTHORIZER_TOKEN,
    "The authorizer has {} identity sources: `authorizationToken` holds all of them, or is not there.",
)
TOKEN_NOT_SENT: Final = Sentence(
    authorizer_codes.AUTHORIZER_TOKEN, "An authorizer of type REQUEST is sent no `authorizationToken`."
)
ALL_CLAIMS: Final = Sentence(
    authorizer_codes.CLAIMS,
    "All claims are passed on, looped over, or read by a key that is not written here: times are seconds in an HTTP API and dates in words in a "
    "REST API, lists are `[g1 g2]` and `g1,g2`.",
    "Read the claims that are needed by their names, lists of them in a way that takes both.",
)
CALLER_PASSED_ON: Final = Sentence(
    authorizer_codes.IDENTITY,
    "{} is passed on, or read by a key that is not written here: lists and times in claims are written in another way, and values of an authorizer "
    "function may have another type.",
    "Read the claims or values that are needed here and pass those on.",
)
CALLER_ELSEWHERE: Final = Sentence(
    authorizer_codes.IDENTITY,
    "{} is read, and where the other format keeps its values is not proven: {}.",
    "Split the function by authorizer, or read the values where each kind of event holds them.",
)
REFUSAL: Final = Sentence(
    authorizer_codes.UNAUTHORIZED,
    "A REST API answers 401 to an error that says `Unauthorized`. An HTTP API answers 500; access stays denied.",
    "Return a policy that denies if clients should get 403.",
    Level.WARNING,
)
NO_SOURCES_SENT: Final = Sentence(
    authorizer_codes.AUTHORIZER_TOKEN,
    "A REST API sends its authorizers no `identitySource`.",
    "Read the token from the header, whatever the case of its name.",
)
TYPE_READ: Final = Sentence(
    authorizer_codes.AUTHORIZER_TYPE,
    "`type` is `TOKEN` today and `REQUEST` from now on.",
    "Take the test out: an authorizer is sent one type only.",
)
CLAIM_LOOKS: Final = Sentence(
    authorizer_codes.CLAIMS, "The claim `{}` is {}; what is done with it here may give another answer."
)
NOT_BOOLEAN: Final = Sentence(
    authorizer_codes.AUTHORIZER_ANSWER,
    "`isAuthorized` is not a Boolean here. The policy that is made of it allows where the value is `true`, and denies everything else.",
    "Give it a Boolean, as by a comparison.",
    Level.WARNING,
)
CONTEXT_NESTED: Final = Sentence(
    authorizer_codes.AUTHORIZER_ANSWER,
    "`{}` of the context is a list or an object. A REST API takes texts, numbers and truth values alone, and answers 500 to all else.",
    "Make it a text, with `JSON.stringify` for example, and read it so behind the routes.",
)
CONTEXT_NOT_KNOWN: Final = Sentence(
    authorizer_codes.AUTHORIZER_ANSWER,
    "Whether the context holds a list or an object cannot be determined from the code. A REST API takes texts, numbers and truth values alone, and answers 500 to all else.",
    "See that every value of the context is a text, a number or a truth value.",
    Level.WARNING,
)
