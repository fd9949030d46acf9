"""What the proof can have against a migration, as findings of the APIs that are to blame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..findings import Code, Level, Objection
from ..migration import Migration, Status
from . import deployment_codes

SAM_TEMPLATE: Final = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy.html"
INCLUDE: Final = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html"
MOST_SAID: Final = 3

UNPROVEN = Code(
    "unproven",
    Level.BLOCKER,
    "The template does not compile here, so the migration cannot be compared with what is deployed.",
    "Every migration is compiled together with the template as it stands, and routes, targets and access control of the two are compared. "
    "A macro or an include that CloudFormation runs before SAM can make a template compile there and not here.",
    "Mend what the error names and run again. `--accept unproven` writes the migration without a comparison: then read the whole diff and "
    "deploy it to a test stack first.",
    SAM_TEMPLATE,
    security=True,
)
NOT_EQUIVALENT = Code(
    "not-equivalent",
    Level.BLOCKER,
    "The migrated API would differ from today's API in a way that no finding states.",
    "Both templates were compiled and compared. A difference that nobody announced can be an open route or a broken deployment.",
    "Change the template so that the difference goes away, or leave this API as it is, and please report the template: "
    "the migration should have said so itself.",
    SAM_TEMPLATE,
    security=True,
    acceptable=False,
)
DOES_NOT_COMPILE = Code(
    "does-not-compile",
    Level.BLOCKER,
    "SAM would refuse the migrated template.",
    "The template compiles as it stands, and no longer once the API is of the other kind: often an id that SAM makes up is taken.",
    "Rename or rewrite what the error names, deploy that, and run again.",
    SAM_TEMPLATE,
    acceptable=False,
)
COMPARED_WITHOUT = Code(
    "compared-without",
    Level.WARNING,
    "A part of the template was left out of the comparison on both sides.",
    "The part does not compile here: a macro or an include makes something of it when the template is deployed. Events or references to "
    "this API that come from there still name the old API and would fail or be lost.",
    "Read what the macro or the included file puts there. If it names this API, migrate it in the same change.",
    INCLUDE,
    security=True,
)

CODES = (UNPROVEN, NOT_EQUIVALENT, DOES_NOT_COMPILE, COMPARED_WITHOUT, *deployment_codes.CODES)


def migrated(migration: Migration) -> tuple[str, ...]:
    """Logical ids before of the APIs that a migration moves."""
    return tuple(api.id for api in migration.apis if api.status is Status.MIGRATED)


def of_all(migration: Migration, code: Code, message: str) -> tuple[Objection, ...]:
    """The same objection to every API that moves: nothing tells which one is to blame.

    Arguments:
        code: what kind of objection.
        message: what is there and what will differ.
    """
    return tuple(Objection(api, code, message) for api in migrated(migration))


def not_equivalent(migration: Migration, found: Iterable[tuple[str, str]]) -> tuple[Objection, ...]:
    """Differences that no finding announced, told of the API that they are about, else of all that move.

    Arguments:
        found: the API, as far as it is known, and the difference as a sentence without its full stop.
    """
    told = "The migration was compared and differs"
    return tuple(Objection(api, NOT_EQUIVALENT, f"{told}: {listed}.") for api, listed in _by_api(migration, found))


def would_be_refused(migration: Migration, found: Iterable[tuple[str, str]]) -> tuple[Objection, ...]:
    """What a deployment fails on, told of the API that it is about, else of all that move.

    Arguments:
        found: the API, as far as it is known, and a sentence without its full stop.
    """
    told, code = "The migrated template would be refused", deployment_codes.DEPLOYMENT_REFUSED
    return tuple(Objection(api, code, f"{told}: {listed}.") for api, listed in _by_api(migration, found))


def _by_api(migration: Migration, found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    apis = migrated(migration)
    by_api: dict[str, list[str]] = {}
    for api, sentence in found:
        for name in (api,) if api in apis else apis:
            by_api.setdefault(name, []).append(sentence)
    for api, sentences in by_api.items():
        more = f" ({len(sentences) - MOST_SAID} more)" if len(sentences) > MOST_SAID else ""
        yield api, f"{'; '.join(sentences[:MOST_SAID])}{more}"


def unanswered(migration: Migration, objections: Iterable[Objection]) -> tuple[Objection, ...]:
    """The objections that no finding of the migration states yet, or that still block.

    Arguments:
        objections: what the proof has against it.
    """
    stated = {(f.code.name, f.api, f.message) for f in migration.findings if not f.blocks}
    return tuple(o for o in objections if (o.code.name, o.api, o.message) not in stated)
