"""How a run can be repeated: where this installation came from, and the command line that asks for the same.

No package index is ever named: whoever owns the name there would run code on every machine that follows a report.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from .. import __version__
from ..spelling import Words, flag, path_argument, spelled
from . import Mode, Report

MOST_PATHS = 20
"""Templates that a command names; more make no command that anybody copies."""

RUN: Mapping[str, Words] = {
    "mode": flag("--write", when=Mode.WRITE),
    "allow_dirty": flag("--allow-dirty"),
    "verify": flag("--no-verify", when=False),
    "verify_handlers": flag("--verify-handlers"),
}
"""How the fields of a report are spelled that change what a run does; where and how it is shown repeats nothing."""


def commands(report: Report) -> list[str]:
    """The lines to type: install the same tool, and run it alike over the templates that it is about."""
    paths = list(dict.fromkeys(m.source.path for m in report.migrations if m.changed or m.findings or m.error))
    named = paths if 0 < len(paths) <= MOST_PATHS else report.paths
    options = spelled(report.options, report.typed)
    words = ["sam-migrate", report.direction.value, *_run(report), *options, *map(path_argument, named)]
    return [installation(), shlex.join(words)]


def _run(report: Report) -> Iterator[str]:
    for name, words in RUN.items():
        yield from words(getattr(report, name))


PACKAGE = "sam-api-migrator"
_ACTION = re.compile(r"/_actions/([^/]+/[^/]+)/(.+?)/?")
"""How a runner of GitHub Actions calls the folder of an action: by its repository and the commit that was asked for."""


def installation() -> str:
    """A line for a shell: what to type to install the same; a comment where nothing is true for every reader."""
    if address := requirement():
        return f"pip install {shlex.quote(address)}"
    return f"# needs sam-migrate {__version__}: pip install . in a clone of its repository"


def requirement(extra: str = "") -> str:
    """What pip takes to install the same; empty if that is a folder or a file of this machine, or not known.

    Arguments:
        extra: an extra of the package that is wanted too.
    """
    address = _address(_recorded(), os.environ)
    return f"{PACKAGE}{f'[{extra}]' if extra else ''} @ {address}" if address else ""


def extra(name: str) -> str:
    """What to type to have an extra of the same installation, for a sentence.

    Arguments:
        name: the extra.
    """
    wanted = requirement(name)
    return f"pip install '{wanted}'" if wanted else f"pip install '.[{name}]' in a clone of sam-migrate"


def _recorded() -> Mapping[str, Any]:
    """What the installer wrote down (PEP 610)."""
    try:
        found = json.loads(distribution(PACKAGE).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _address(recorded: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    url = urlsplit(str(recorded.get("url", "")))
    if url.scheme == "file":
        server = environment.get("GITHUB_SERVER_URL", "")
        action = _ACTION.fullmatch(url.path[max(0, url.path.find("/_actions/")) :])
        return f"git+{server}/{action[1]}@{action[2]}" if action and server.startswith("https://") else ""
    if url.scheme not in ("https", "ssh") or url.query:  # a query may be a signature
        return ""
    user, _, host = url.netloc.rpartition("@")
    plain = urlunsplit((url.scheme, f"git@{host}" if user == "git" else host, url.path, "", ""))
    commit = (recorded.get("vcs_info") or {}).get("commit_id")
    folder = f"#subdirectory={recorded['subdirectory']}" if recorded.get("subdirectory") else ""
    return f"git+{plain}@{commit}{folder}" if commit else f"{plain}{folder}"


def missing(error: ImportError) -> str:
    """A clause on a package that is not there, and how to get it.

    Arguments:
        error: what Python said.
    """
    return f"{error.name} is not installed: {extra('fleet')}"
