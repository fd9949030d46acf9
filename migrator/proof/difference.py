"""One thing that differs between two APIs, and the names that findings announce such things by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .attached.reading import CODE, LEFT, OTHER
from .facets import API, ATTACHED, CORS, GUARD, ROUTE, Facet

SECTIONS: dict[str, Mapping[str, Facet]] = {
    "route": ROUTE,
    "authorizer": GUARD,
    "cors": CORS,
    "api": API,
    **ATTACHED,
}

UNCOMPARED = {OTHER: "other.resource", LEFT: "other.property", CODE: "other.code"}
"""Sections of what is not compared -> the name by which a finding announces that it differs."""

AUTHORIZER_KINDS = ("none", "iam", "jwt", "lambda", "unknown")
"""What an authorizer can have been; the facet of a route's authorizer is named by it (``route.iam``)."""

OPEN_KINDS = frozenset({"none", "unknown"})
"""Authorizers that let everybody in."""

FACETS = (
    frozenset(f"{section}.{name}" for section, facets in SECTIONS.items() for name in facets)
    | {f"route.{kind}" for kind in AUTHORIZER_KINDS}
    | {f"{section}.{end}" for section in ATTACHED for end in ("gone", "new")}
    | set(UNCOMPARED.values())
)
"""Every name that a finding may announce."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs between an API before and after.

    Arguments:
        api: logical id before.
        sentence: for a reviewer, with the API named.
        weaker: whether callers get in who were kept out.
        facet: one of `FACETS`; empty when nothing can announce it.
        subjects: the route and the authorizer that it is about; empty for the API as a whole.
        compared: whether what differs was compared; what was not is named only.
        subject: what it is about, whatever the condition that it exists under.
        values: what stands before and after, as texts.
    """

    api: str
    sentence: str
    weaker: bool = False
    facet: str = ""
    subjects: frozenset[str] = frozenset()
    compared: bool = True
    subject: str = field(default="", compare=False)
    values: tuple[str, str] = field(default=("", ""), compare=False)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other differences, whatever the values are."""
        return (self.api, self.facet, self.subject) if self.facet else (self.api, self.sentence)
