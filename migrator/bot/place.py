"""Where the bot works: which repository on which forge; from options, workflow and checkout."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from ..command.arguments import ArgumentError

_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,99})/(?!\.{1,2}\Z)[A-Za-z0-9._-]{1,100}")
_SSH = re.compile(r"(?:[^@/]+@)?(?P<host>[A-Za-z0-9.-]+):(?P<path>[^/].*)")
_AUTHORITY = re.compile(r"[A-Za-z0-9._-]+(?::[0-9]+)?|\[[0-9A-Fa-f:.]+\](?::[0-9]+)?")
_PATH = re.compile(r"[A-Za-z0-9/._~%-]*")
_DOTCOM = "github.com"
_DOTCOM_HOSTS = frozenset({"", _DOTCOM, f"ssh.{_DOTCOM}", f"www.{_DOTCOM}"})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class ForgeRepository:
    """One repository on a forge.

    Arguments:
        api: base URL of its REST API.
        repository: ``owner/name``.
    """

    api: str
    repository: str

    @property
    def url(self) -> str:
        """The repository as git reaches it over https."""
        address = _split(self.api)
        # api.github.com; api.NAME.ghe.com (data residency); HOST/api/v3 (GitHub Enterprise Server).
        host = address.netloc if address.path.rstrip("/") else address.netloc.removeprefix("api.")
        return f"{address.scheme}://{host}/{self.repository}.git"


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
    repository = repository or environment.get("GITHUB_REPOSITORY") or path
    if not repository:
        raise ArgumentError("which repository? Give --repository OWNER/NAME")
    if not _REPOSITORY.fullmatch(repository):
        raise ArgumentError(f"--repository {repository!r}: expected OWNER/NAME")
    return ForgeRepository(_checked(api or environment.get("GITHUB_API_URL") or _api_of(host)), repository)


def host_of(origin: str) -> str:
    """The host that a clone URL leads to; empty where it is none."""
    return _parts(origin)[0]


def _parts(origin: str) -> tuple[str, str]:
    """Host and path of a remote's URL; what a person wrote before the @ may be a password and is left out."""
    if "://" in origin:
        address = _split(origin)
        host = address.hostname or "" if address.scheme == "ssh" else address.netloc.rpartition("@")[2]
        return host, _name(address.path)
    found = _SSH.fullmatch(origin)
    return (found["host"], _name(found["path"])) if found else ("", "")


def _name(path: str) -> str:
    name = path.strip("/").removesuffix(".git")
    return name if _REPOSITORY.fullmatch(name) else ""


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _api_of(host: str) -> str:
    # The token goes where the API is: a person or the workflow says where, not the settings of a checkout.
    if host.lower() not in _DOTCOM_HOSTS:
        raise ArgumentError(
            f"the remote 'origin' is at {host}: if the token is meant for it, give --api-url https://{host}/api/v3 "
            "or set GITHUB_API_URL"
        )
    return f"https://api.{_DOTCOM}"


def _checked(api: str) -> str:
    address = _split(api)
    # The token travels there: in the clear only on this machine, for a proxy or a test.
    safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOCAL)
    whole = _AUTHORITY.fullmatch(address.netloc) and _PATH.fullmatch(address.path) and _has_port(address)
    if not safe or not whole or address.query or address.fragment:
        raise ArgumentError("--api-url: expected https://api.github.com or https://HOST/api/v3")
    return f"{address.scheme}://{address.netloc}{address.path}".rstrip("/")


def _has_port(address: SplitResult) -> bool:
    """Whether a connection could be made: a port is from 1 to 65535, or left out."""
    try:
        return address.port != 0
    except ValueError:
        return False
