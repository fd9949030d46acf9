"""What the project tells the SAM CLI: `samconfig.toml` beside the template.

Source: AWS SAM developer guide, "AWS SAM CLI configuration file": tables ``[ENVIRONMENT.COMMAND.parameters]``, with
``global`` for every command, and ``default`` for the environment that is taken without ``--config-env``.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "samconfig.toml"
MAX_BYTES = 1 << 20
_DEFAULT, _GLOBAL = "default", "global"


@dataclass(frozen=True)
class SamConfig:
    """What is said of the default environment.

    Arguments:
        stack: name of the stack; None where it is not said.
        region: None where it is not said, and ``profile`` likewise.
        template: the template file that is built, as it is written.
        parameters: values of template parameters.
        environments: names of the other environments.
    """

    stack: str | None = None
    region: str | None = None
    profile: str | None = None
    template: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    environments: tuple[str, ...] = ()


NONE = SamConfig()


def read_samconfig(folder: Path) -> SamConfig:
    """Read the configuration in a folder; one that is not there, or cannot be read, says nothing.

    Arguments:
        folder: the template's.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    path = folder / FILE
    try:
        if path.stat().st_size > MAX_BYTES:
            return NONE
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return NONE
    deploy = {**_parameters(document, _GLOBAL), **_parameters(document, "deploy")}
    build = {**_parameters(document, _GLOBAL), **_parameters(document, "build")}
    return SamConfig(
        _text(deploy.get("stack_name")),
        _text(deploy.get("region")),
        _text(deploy.get("profile")),
        _text(build.get("template_file") or build.get("template")),
        _overrides(deploy.get("parameter_overrides")),
        tuple(name for name, table in document.items() if name != _DEFAULT and isinstance(table, dict)),
    )


def _parameters(document: Mapping[str, Any], command: str) -> Mapping[str, Any]:
    table: Any = document
    for key in (_DEFAULT, command, "parameters"):
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _overrides(given: Any) -> Mapping[str, str]:
    """``Key=Value`` entries in one text or in a list; the CLI's older form has ``ParameterKey=A,ParameterValue=B``."""
    entries = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    if isinstance(given, str):
        try:
            entries = shlex.split(given)
        except ValueError:
            entries = given.split()
    found = {}
    for entry in entries:
        if entry.startswith("ParameterKey=") and ",ParameterValue=" in entry:
            name, _, value = entry.removeprefix("ParameterKey=").partition(",ParameterValue=")
        else:
            name, _, value = entry.partition("=")
        found[name] = value
    return found
