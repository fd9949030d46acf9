"""Where the credentials of whoever runs this are; no handler gets to read them."""

from __future__ import annotations

import os
from pathlib import Path

BELOW_HOME = (
    *(".aws", ".azure", ".cargo/credentials", ".cargo/credentials.toml", ".config/containers", ".config/gcloud"),
    *(".config/gh", ".config/git/credentials", ".config/hub", ".docker", ".gem/credentials", ".git-credentials"),
    *(".gnupg", ".kube", ".m2/settings.xml", ".netrc", ".npmrc", ".password-store", ".pgpass", ".pypirc", ".ssh"),
    *(".terraform.d", ".vault-token"),
)
NAMED_BY = (
    *("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AZURE_CONFIG_DIR"),
    *("CLOUDSDK_CONFIG", "DOCKER_CONFIG", "GH_CONFIG_DIR", "GNUPGHOME", "GOOGLE_APPLICATION_CREDENTIALS"),
    *("KUBECONFIG", "NETRC", "NPM_CONFIG_USERCONFIG", "PGPASSFILE", "PIP_CONFIG_FILE", "SSH_AUTH_SOCK"),
)
"""Environment variables that name a file or folder with credentials, or several."""


def named() -> tuple[str, ...]:
    """Files and folders with credentials, links resolved; not all are there."""
    home = Path("~").expanduser()
    variables = (part for name in NAMED_BY for part in os.environ.get(name, "").split(os.pathsep))
    paths = (*(str(home / name) for name in BELOW_HOME), *variables)
    found = dict.fromkeys(os.path.realpath(path) for path in paths if path)
    return tuple(path for path in found if path != os.devnull)  # how people say that there is none


def homes() -> tuple[str, ...]:
    """The user's home, links resolved; none where it is the whole system, as it can be in a container."""
    home = os.path.realpath(Path("~").expanduser())
    return () if Path(home).parent == Path(home) else (home,)
