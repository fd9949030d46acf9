"""Where the bot works: which repository on which forge; from options, the CI and the checkout."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from ..command.arguments import ArgumentError
from .kinds import GITHUB, KINDS, ForgeKind

_SSH = re.compile(r"(?:[^@/]+@)?(?P<host>[A-Za-z0-9.-]+):(?P<path>[^/].*)")
_AUTHORITY = re.compile(r"[A-Za-z0-9._-]+(?::[0-9]+)?|\[[0-9A-Fa-f:.]+\](?::[0-9]+)?")
_PATH = re.compile(r"[A-Za-z0-9/._~%-]*")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_APIS = " or ".join((GITHUB.api, *(f"https://HOST{kind.api_path} ({kind.name})" for kind in KINDS)))


@dataclass(frozen=True)
class ForgeRepository:
    """One repository on a forge.

    Arguments:
        kind: of the forge.
        api: base URL of its REST API.
        repository: its name, with that of its owner or its groups.
    """

    kind: ForgeKind
    api: str
    repository: str

    @property
    def url(self) -> str:
        """The repository as git reaches it over https."""
        address = _split(self.api)
        # api.github.com; api.NAME.ghe.com (data residency); HOST/api/v3, HOST/api/v4, HOST/gitlab/api/v4.
        host = address.netloc if address.path.rstrip("/") else address.netloc.removeprefix("api.")
        return f"{address.scheme}://{host}{_root(self.kind, address)}/{self.repository}.git"

    @property
    def host(self) -> str:
        """The host that git goes to."""
        return _split(self.url).hostname or ""

    def is_at(self, host: str) -> bool:
        """Whether clone URLs with this host lead to the forge."""
        name = host.partition(":")[0].lower()
        return name == self.host or (self.host == self.kind.host and name in self.kind.aliases)


def place(
    environment: Mapping[str, str], origin: str | None, repository: str | None, api: str | None
) -> ForgeRepository:
    """Find out where to work.

    Arguments:
        environment: the environment of the process.
        origin: URL of the checkout's remote; None without one.
        repository: value of ``--repository``.
        api: value of ``--api-url``.

    Raises:
        ArgumentError: it cannot be known, or is no such thing.
    """
    host, path = _parts(origin) if origin else ("", "")
    kind = kind_of(environment, api) or _kind_at(host)
    url = api or kind.api_of(environment)
    if origin and "://" in origin and url:
        path = path.removeprefix(_root(kind, _split(url)))
    repository = repository or kind.repository_of(environment) or _name(kind, path)
    if not repository:
        raise ArgumentError(f"which repository? Give --repository {kind.shape}")
    if not kind.repository.fullmatch(repository):
        raise ArgumentError(f"--repository {repository!r}: expected {kind.shape}")
    return ForgeRepository(kind, _checked(url or _api_at(kind, host)), repository)


def kind_of(environment: Mapping[str, str], api: str | None) -> ForgeKind | None:
    """The kind of forge that ``--api-url`` or else the CI names; None where neither does.

    Arguments:
        environment: the environment of the process.
        api: value of ``--api-url``.
    """
    if api:
        path = _split(api).path.rstrip("/")
        return next((kind for kind in KINDS if path.endswith(kind.api_path)), GITHUB)
    return next((kind for kind in KINDS if kind.api_of(environment) or kind.repository_of(environment)), None)


def host_of(origin: str) -> str:
    """The host that a clone URL leads to; empty where it is none."""
    return _parts(origin)[0]


def _parts(origin: str) -> tuple[str, str]:
    """Host and path of a remote's URL; what a person wrote before the @ may be a password and is left out."""
    if "://" in origin:
        address = _split(origin)
        host = address.hostname or "" if address.scheme == "ssh" else address.netloc.rpartition("@")[2]
        return host, address.path
    found = _SSH.fullmatch(origin)
    return (found["host"], found["path"]) if found else ("", "")


def _name(kind: ForgeKind, path: str) -> str:
    name = path.strip("/").removesuffix(".git")
    return name if kind.repository.fullmatch(name) else ""


def _root(kind: ForgeKind, api: SplitResult) -> str:
    """The path below which a forge is, where it has not a host of its own."""
    path = api.path.rstrip("/")
    return path.removesuffix(kind.api_path) if path.endswith(kind.api_path) else ""


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _kind_at(host: str) -> ForgeKind:
    return next((kind for kind in KINDS if _is_open(kind, host)), GITHUB)


def _is_open(kind: ForgeKind, host: str) -> bool:
    """Whether a host is the one where everybody may have a repository."""
    return host.lower() in {kind.host, *kind.aliases}


def _api_at(kind: ForgeKind, host: str) -> str:
    # The token goes where the API is: a person or the CI says where, not the settings of a checkout.
    if host and not _is_open(kind, host):
        known = " or ".join(f"https://{host}{each.api_path} ({each.name})" for each in KINDS)
        raise ArgumentError(f"the remote 'origin' is at {host}: if the token is meant for it, give --api-url {known}")
    return kind.api


def _checked(api: str) -> str:
    address = _split(api)
    # The token travels there: in the clear only on this machine, for a proxy or a test.
    safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOCAL)
    whole = _AUTHORITY.fullmatch(address.netloc) and _PATH.fullmatch(address.path) and _has_port(address)
    if not safe or not whole or address.query or address.fragment:
        raise ArgumentError(f"--api-url: expected {_APIS}")
    return f"{address.scheme}://{address.netloc}{address.path}".rstrip("/")


def _has_port(address: SplitResult) -> bool:
    """Whether a connection could be made: a port is from 1 to 65535, or left out."""
    try:
        return address.port != 0
    except ValueError:
        return False
