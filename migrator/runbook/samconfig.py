"""What the project tells the SAM CLI: `samconfig.toml` beside the template.

Source: AWS SAM developer guide, "AWS SAM CLI configuration file": tables ``[ENVIRONMENT.COMMAND.parameters]``, with
``global`` for every command, and ``default`` for the environment that is taken without ``--config-env``.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..proof.shapes import mapping, value_at
from ..sam.template import Template
from ..text.node import Node
from ..text.values import intrinsic, literal

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
    return mapping(value_at(document, (_DEFAULT, command, "parameters")))


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


_NAME = re.compile(r"\$\{([^!}][^}]*)\}")


@dataclass(frozen=True)
class KnownValues:
    """What intrinsics give, as far as parameters and the stack's name tell."""

    template: Template
    config: SamConfig

    def of(self, node: Node | None) -> str | None:
        """The text of a node; None where it is not known before the deployment."""
        if (text := literal(node)) is not None:
            return text
        found = intrinsic(node)
        if found is None or (text := found.text) is None:
            return None
        if found.name == "Ref":
            return self._named(text)
        return self.sub(text) if found.name == "Sub" else None

    def sub(self, text: str) -> str | None:
        """What ``!Sub`` makes of a text; None where it is not known before the deployment."""
        names = {name: self._named(name) for name in _NAME.findall(text)}
        known = {name: value for name, value in names.items() if value is not None}
        return _NAME.sub(lambda match: known[match[1]], text) if len(known) == len(names) else None

    def _named(self, name: str) -> str | None:
        pseudo = {"AWS::StackName": self.config.stack, "AWS::Region": self.config.region}
        if name in pseudo:
            return pseudo[name]
        if name in self.config.parameters:
            return self.config.parameters[name]
        parameter = self.template.parameters.get(name)
        return literal(parameter.get("Default")) if parameter is not None else None
