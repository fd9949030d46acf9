"""What the Dockerfile of a function says of its code: the runtime of its base, the handler it starts, the folder it copies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Final

from migrator.sam.repository import Repository
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.values import items_of, literal

IMAGE: Final = "is a container image"
TASK: Final = "/var/task"
"""Where Lambda's base images keep the code. Source: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html"""

ARCHIVES: Final = frozenset({".tar", ".gz", ".tgz", ".xz", ".bz2", ".zip", ".jar", ".whl"})
CODE: Final = frozenset({".py", ".pth", ".js", ".mjs", ".cjs", ".ts", ".rb", ".so", "", *ARCHIVES})
"""Endings of what may hold code; other files that are copied change no handler."""

_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)\s+(.*)", re.DOTALL)
_BASE = re.compile(
    r"(?:public\.ecr\.aws/lambda/|amazon/aws-lambda-)(python|nodejs|java|dotnet|ruby|go|provided):([\w.]+)"
)
_TASK_ROOT = re.compile(r"\$\{?LAMBDA_TASK_ROOT\}?")
_INSTALLS = re.compile(
    r"(?:(?:pip3?|python[\d.]* -m pip|uv pip|npm|yarn|pnpm|(?:micro)?dnf|yum|apt-get|apt) (?:-\S+ )*(?:install|ci|i|update|upgrade|clean|cache)\b.*"
    r"|yarn|rm -rf /(?:tmp|var)/\S+)"
)
"""Commands that bring packages and leave the code as it was copied."""

_ELSEWHERE = re.compile(r"[|`]|\$\(|>(?![=\d])")
"""What hands a command's output on, or takes that of another one."""
_HARMLESS = frozenset({"LABEL", "EXPOSE", "ARG", "MAINTAINER", "STOPSIGNAL", "USER"})
_STEERS = re.compile(r"PATH|NODE_OPTIONS|LAMBDA|_HANDLER")
"""Environment variables that lead to other code."""
_FLAG = re.compile(r"--\S+\s+")


@dataclass(frozen=True)
class Image:
    """What an image runs.

    Arguments:
        runtime: as a function of Lambda's own would name it; the start of it where the version is not known.
        handler: the handler.
        folder: the folder of the code, as the template writes it.
        whole: whether the image gets every file of the folder, also one that is new.
    """

    runtime: str
    handler: str
    folder: str
    whole: bool


def context(function: Resource) -> str | None:
    """The folder that an image is built from; None where the template names none."""
    return literal(function.node.get("Metadata", "DockerContext"))


def built(repository: Repository | None, function: Resource) -> Image | str:
    """Read what an image is built from.

    Arguments:
        repository: the files around the template.
        function: a function whose package is an image.

    Returns:
        What it runs; where that is not known, why, as a clause with the function as its subject.
    """
    folder, metadata = context(function), function.node.get("Metadata")
    if repository is None or folder is None or metadata is None:
        return IMAGE
    name = literal(metadata.get("Dockerfile")) or "Dockerfile"
    source = repository.read(normpath(f"{folder}/{name}"))
    if source is None or metadata.get("DockerBuildTarget") is not None:
        return f"{IMAGE}, of which `{name}` in {folder} was not read"
    try:
        return _read(repository, folder, source.text, function.properties.get("ImageConfig"))
    except NotFollowedError as reason:
        return f"{IMAGE}, whose {name} {reason}"


class NotFollowedError(Exception):
    """What keeps a Dockerfile from being followed, as a clause with it as the subject."""


def _read(repository: Repository, folder: str, text: str, config: Node | None) -> Image:
    runtime = handler = ""
    copies: list[tuple[str, bool]] = []
    for name, rest in _instructions(text):
        if name == "FROM":
            runtime = _runtime(rest, first=not runtime)
        elif name in ("COPY", "ADD"):
            copies += _copies(repository, folder, f"{name} {rest}")
        elif name == "CMD":
            handler = _handler(rest)
        elif name == "RUN":
            _installs(rest)
        elif not (
            name in _HARMLESS
            or (name == "ENV" and not _STEERS.search(rest))
            or (name == "WORKDIR" and _inside(rest) == TASK)
        ):
            raise NotFollowedError(f"has `{name} {rest}`, which we do not follow")
    handler = handler if config is None else _configured(config) or handler
    folders = {place for place, _ in copies}
    if not runtime or not handler:
        raise NotFollowedError("names no handler" if runtime else "has no `FROM`")
    if len(folders) != 1:
        raise NotFollowedError(f"copies code from {len(folders)} folders" if folders else "copies no code")
    return Image(runtime, handler, folders.pop(), any(whole for _, whole in copies))


def _instructions(text: str) -> Iterator[tuple[str, str]]:
    """Instructions with what stands behind their names, lines joined and comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\\[ \t]*\n", " ", "\n".join(lines)).splitlines():
        found = _INSTRUCTION.fullmatch(line.strip())
        if line.strip() and (found is None or "<<" in found[2]):
            raise NotFollowedError(f"has `{line.strip()}`, which we do not follow")
        if found is not None:
            yield found[1].upper(), found[2]


def _runtime(rest: str, *, first: bool) -> str:
    found = _BASE.match(_FLAG.sub("", rest))
    if found is None or not first:
        raise NotFollowedError("is not built on one of Lambda's images alone")
    name, version = found[1], re.match(r"\d+(?:\.\d+)?", found[2])
    return f"{name}{version[0]}{'.x' if name == 'nodejs' else ''}" if version else name


def _handler(rest: str) -> str:
    """The handler, as Lambda's base images are told it: a list of one text."""
    try:
        words = json.loads(rest)
    except ValueError:
        words = None
    if not isinstance(words, list) or len(words) != 1 or not isinstance(words[0], str):
        raise NotFollowedError(f"has `CMD {rest}`, which is not a list of one handler")
    return words[0]


def _configured(config: Node) -> str:
    """The handler that the template names in place of the Dockerfile's; empty where it names none."""
    command = [literal(item) for item in items_of(config.get("Command"))]
    if (
        len(command) > 1
        or None in command
        or any(config.get(key) is not None for key in ("EntryPoint", "WorkingDirectory"))
    ):
        raise NotFollowedError("is started in another way by `ImageConfig`")
    return command[0] or "" if command else ""


def _installs(rest: str) -> None:
    for command in map(str.strip, re.split(r"&&|;", rest)):
        if command and (_ELSEWHERE.search(command) or not _INSTALLS.fullmatch(command)):
            raise NotFollowedError(f"runs `{command}`, which may change the code")


def _copies(repository: Repository, folder: str, line: str) -> Iterator[tuple[str, bool]]:
    """Folders that an instruction takes code from, each with whether a new file in it would come along."""
    words = [word for word in line.split()[1:] if not word.startswith(("--chown=", "--chmod=", "--link"))]
    if len(words) < 2 or "://" in line or any(word.startswith(("--", "[")) for word in words):
        raise NotFollowedError(f"has `{line}`, which we do not follow")
    for each in words[:-1]:
        path, place = PurePosixPath(normpath(f"{folder}/{each}")), PurePosixPath(_inside(words[-1]))
        found = repository.locate(path.as_posix())
        is_folder = found is not None and found.is_dir()
        if is_folder or path.suffix in CODE or "*" in path.name:
            start = path if is_folder else path.parent
            root = _root(start, place.parent if not is_folder and place.name == path.name else place)
            if root is None or path.suffix in ARCHIVES:
                raise NotFollowedError(f"has `{line}`, which we do not follow")
            yield root.as_posix(), root == start and (is_folder or path.name == "*")


def _root(start: PurePosixPath, place: PurePosixPath) -> PurePosixPath | None:
    """The folder that becomes the one of the code where a folder or what is in it is copied to a place; None for none."""
    if not place.is_relative_to(TASK):
        return None
    below = place.relative_to(TASK).parts
    if start.parts[len(start.parts) - len(below) :] != below:
        return None
    return PurePosixPath(*start.parts[: len(start.parts) - len(below)])


def _inside(path: str) -> str:
    """A path of the image, from its root."""
    return normpath(PurePosixPath(TASK, _TASK_ROOT.sub(TASK, path.strip().strip('"'))).as_posix())
