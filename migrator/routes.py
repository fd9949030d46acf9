"""The evidence for a migration: its proof, and the routes before and after, as values that reports are made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .findings import Objection
from .plan import Plan


@dataclass(frozen=True)
class RouteAccess:
    """What is behind a route and who may call it.

    Arguments:
        target: the function behind it, else what the integration names.
        authorizer: what lets a caller through, in words, such as ``Cognito (tokens of UserPool)``.
        scopes: token scopes of which one is needed; empty for none.
        api_key: whether an API key is needed.
        open: whether everybody gets in.
        clients: app clients whose tokens are taken; empty for every client's, None where no tokens are asked for.
    """

    target: str
    authorizer: str
    scopes: tuple[str, ...] = ()
    api_key: bool = False
    open: bool = False
    clients: tuple[str, ...] | None = None

    @property
    def sentence(self) -> str:
        """Who may call it, in words."""
        listed = f"client{'s' * (len(self.clients) > 1)} {' or '.join(self.clients)}" if self.clients else ""
        clients = listed if self.clients is None or self.clients else "every client"
        scopes = f"scope {' or '.join(self.scopes)}" if self.scopes else ""
        return ", ".join(filter(None, (self.authorizer, clients, scopes, "API key" if self.api_key else "")))


@dataclass(frozen=True)
class RouteRow:
    """One route before and after.

    Arguments:
        api: logical id of the API before.
        label: method and path, with the condition if there is one.
        before: None where the route was not there.
        after: None where it is gone.
        stays: whether it stays on its API while others move.
    """

    api: str
    label: str
    before: RouteAccess | None
    after: RouteAccess | None
    stays: bool = False

    @property
    def same(self) -> bool:
        """Whether nothing of it differs."""
        return self.before == self.after


class Proof(str, Enum):
    """What comparing the two compiled templates showed."""

    EQUIVALENT = "equivalent"
    DIFFERENT = "different"
    SKIPPED = "skipped"
    UNCOMPILABLE = "uncompilable"


@dataclass(frozen=True)
class Verification:
    """The evidence: both templates compiled and their surfaces compared.

    Arguments:
        status: what the comparison showed.
        reason: one line; why it was skipped or what did not compile.
        differences: sentences, one for each difference that no finding announced.
        announced: sentences, one for each difference that a finding announced, with the code of that.
        plan: what CloudFormation will do when the new template is deployed over the old one; None when not known.
        routes: the routes of every API before and after, with who may call them.
        objections: what keeps an API from being migrated, as far as the proof can say whose fault it is.
    """

    status: Proof
    reason: str = ""
    differences: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()
    plan: Plan | None = None
    routes: tuple[RouteRow, ...] = ()
    objections: tuple[Objection, ...] = ()

    @property
    def deployment(self) -> tuple[str, ...]:
        """The plan as sentences, a one-line summary first."""
        return self.plan.lines if self.plan else ()


NOT_VERIFIED = Verification(Proof.SKIPPED, "not asked for")
