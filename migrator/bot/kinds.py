"""The kinds of forges: what each is called, calls things, and allows. What they do differently is in their `Forge`."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SELF = ("sam-migrate", "sam-migrate@noreply.invalid")
"""Who commits where nothing else is usual; the address can be nobody's (RFC 2606)."""


@dataclass(frozen=True)
class ForgeKind:
    """What is fixed for a kind of forge.

    Arguments:
        name: what people call it.
        pull_request: what it calls a pull request, and ``mark`` what it writes before the number of one.
        most_characters: longest body that is sent to it.
        host: where everybody may have a repository, and ``aliases`` its other names in clone URLs.
        api: base URL of the REST API there.
        api_path: what the path of that URL ends with on other hosts.
        repository: form of a repository's name, and ``shape`` how people are told of it.
        variables: of its CI: those that name the repository, the first that is set counts; and that of the API.
        tokens: variables that hold a token; ``job_token`` one that is there in every job and may not write.
        deeper: how a checkout in its CI gets the history that a look at a pull request takes.
        committer: name and mail address of who commits there unless GIT_COMMITTER_* say otherwise.
    """

    name: str
    pull_request: str
    mark: str
    most_characters: int
    host: str
    aliases: frozenset[str]
    api: str
    api_path: str
    repository: re.Pattern[str] = field(repr=False)
    shape: str
    repository_variables: tuple[str, ...]
    api_variable: str
    tokens: tuple[str, ...]
    deeper: str
    job_token: str = ""
    committer: tuple[str, str] = SELF

    def named(self, number: int) -> str:
        """A pull request in the middle of a sentence."""
        return f"{self.pull_request} {self.mark}{number}"

    def titled(self, number: int) -> str:
        """A pull request at the beginning of a sentence."""
        name = self.named(number)
        return name[0].upper() + name[1:]

    def api_of(self, environment: Mapping[str, str]) -> str:
        """Base URL of the API as its CI names it; empty outside."""
        return environment.get(self.api_variable, "")

    def repository_of(self, environment: Mapping[str, str]) -> str:
        """The repository that its CI runs for; empty outside."""
        return next((value for name in self.repository_variables if (value := environment.get(name))), "")


GITHUB = ForgeKind(
    name="GitHub",
    pull_request="pull request",
    mark="#",
    most_characters=60_000,  # of 65,536; the rest is room for what it may count differently
    host="github.com",
    aliases=frozenset({"ssh.github.com", "www.github.com"}),
    api="https://api.github.com",
    api_path="/api/v3",
    repository=re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,99})/(?!\.{1,2}\Z)[A-Za-z0-9._-]{1,100}"),
    shape="OWNER/NAME",
    repository_variables=("GITHUB_REPOSITORY",),
    api_variable="GITHUB_API_URL",
    tokens=("SAM_MIGRATE_TOKEN", "GITHUB_TOKEN"),
    deeper="check it out with `fetch-depth: 0`",
    # As workflows commonly do.
    committer=("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com"),
)
_SEGMENT = r"(?!\.{1,2}(?:/|\Z))[A-Za-z0-9_.][A-Za-z0-9_.-]{0,254}"
GITLAB = ForgeKind(
    name="GitLab",
    pull_request="merge request",
    mark="!",
    most_characters=950_000,  # of 1,000,000 (docs.gitlab.com/api/notes)
    host="gitlab.com",
    aliases=frozenset({"altssh.gitlab.com", "www.gitlab.com"}),
    api="https://gitlab.com/api/v4",
    api_path="/api/v4",
    repository=re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{1,21}}"),
    shape="GROUP/NAME",
    # A job for a merge request from a fork runs in the fork (docs.gitlab.com/ci/variables/predefined_variables).
    repository_variables=("CI_MERGE_REQUEST_PROJECT_PATH", "CI_PROJECT_PATH"),
    api_variable="CI_API_V4_URL",
    tokens=("SAM_MIGRATE_TOKEN", "GITLAB_TOKEN"),
    deeper="set GIT_DEPTH to 0",
    job_token="CI_JOB_TOKEN",  # noqa: S106 - the name of a variable
)
KINDS = (GITHUB, GITLAB)


SECRETS = frozenset(name for kind in KINDS for name in (*kind.tokens, kind.job_token) if name)
"""Variables that programs which the bot starts do not see."""
_HIDDEN = "***"


@dataclass(frozen=True)
class Token:
    """The token: a secret that its own representation does not show, taken from the environment alone.

    Arguments:
        value: the secret.
    """

    value: str = field(repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str], kind: ForgeKind) -> Token | None:
        """The token that the environment holds for a kind of forge; None without one."""
        return next((cls(value) for name in kind.tokens if (value := environment.get(name, "").strip())), None)

    @property
    def basic(self) -> str:
        """The token as HTTP's basic authentication takes it, for git; to GitLab any name will do."""
        return base64.b64encode(f"x-access-token:{self.value}".encode()).decode()

    def hide(self, text: str) -> str:
        """Blank out the token where another program repeated it."""
        return text.replace(self.value, _HIDDEN).replace(self.basic, _HIDDEN)
