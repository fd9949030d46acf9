"""Where this installation of the tool came from, for those who want to run the same one.

No package index is ever named: whoever owns the name there would run code on every machine that follows a report.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from .. import __version__

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
