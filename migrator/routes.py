"""The routes of an API before and after, as values that reports are made from."""

from __future__ import annotations

from dataclasses import dataclass


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
