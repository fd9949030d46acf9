"""Descriptions of the REST APIs of forges, cut to what the bot uses, as judges of requests and responses.

GitHub's own comes with the npm package `@octokit/openapi` and is kept in a folder that git ignores. GitLab's is
`gitlab-api.yaml`: written from its pages, since no package has its own.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

VERSION = "23.0.2"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "octokit-openapi"
_MEMBER = "package/generated/api.github.com.json"
_REPOSITORY = "/repos/{owner}/{repo}"
USED: Mapping[str, tuple[str, ...]] = {
    "/user": ("get",),
    _REPOSITORY: ("get",),
    f"{_REPOSITORY}/pulls": ("get", "post"),
    f"{_REPOSITORY}/pulls/{{pull_number}}": ("get", "patch"),
    f"{_REPOSITORY}/issues/{{issue_number}}": ("get",),
    f"{_REPOSITORY}/issues/{{issue_number}}/comments": ("get", "post"),
    f"{_REPOSITORY}/issues/comments/{{comment_id}}": ("get", "patch"),
}


class UnavailableError(Exception):
    """The description cannot be had here; the message says why."""


def of_gitlab() -> Contract:
    """What GitLab's pages say."""
    return Contract(yaml.safe_load(Path(__file__).with_name("gitlab-api.yaml").read_text()))


def of_github() -> Contract:
    """What GitHub's description says, fetched with npm where it is not in the cache.

    Raises:
        UnavailableError: there is no npm, or it reaches no registry.
    """
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    file = CACHE / f"{VERSION}-{made_by}.json"
    if not file.exists():
        description = json.dumps(cut(_fetched()))
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_text(description)
        fresh.replace(file)
    return Contract(json.loads(file.read_text()))


def _fetched() -> dict[str, Any]:
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("GitHub's API description needs npm, which is not installed")
    with tempfile.TemporaryDirectory() as folder:
        wanted = [npm, "pack", "--silent", f"@octokit/openapi@{VERSION}", "--pack-destination", folder]
        try:
            subprocess.run(wanted, cwd=folder, capture_output=True, check=True, timeout=120)
        except subprocess.SubprocessError as error:
            raise UnavailableError(f"npm cannot fetch @octokit/openapi ({type(error).__name__})") from None
        (package,) = Path(folder).glob("*.tgz")
        with tarfile.open(package) as archive:
            stream = archive.extractfile(_MEMBER)
            assert stream is not None
            return dict(json.load(stream))


def cut(full: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the operations that are used and what they refer to, as openapi-core can read it."""
    shared = ("parameters",)
    paths = {
        path: {key: full["paths"][path][key] for key in (*verbs, *shared) if key in full["paths"][path]}
        for path, verbs in USED.items()
    }
    components: dict[str, dict[str, Any]] = {}
    todo = [*_references(paths)]
    while todo:
        _, _, kind, name = todo.pop().split("/")
        if name not in components.setdefault(kind, {}):
            components[kind][name] = full["components"][kind][name]
            todo.extend(_references(components[kind][name]))
    kept = {"openapi": full["openapi"], "info": full["info"], "paths": paths, "components": components}
    whole = copy.deepcopy({**kept, "servers": [{"url": "https://api.github.com"}]})
    _mend(whole)
    return whole


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            yield reference
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _references(item)


def _mend(value: Any) -> None:
    """Put right what a validator takes more literally than GitHub means it."""
    if isinstance(value, dict):
        # ``nullable`` beside an ``enum`` without null: the enum alone would forbid it.
        if value.get("nullable") and isinstance(value.get("enum"), list) and None not in value["enum"]:
            value["enum"].append(None)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _mend(item)


@dataclass
class Contract:
    """A judge of requests and responses.

    Arguments:
        description: an OpenAPI document.
        violations: what was seen that it forbids.
        checked: number of requests and responses that were judged.
    """

    description: dict[str, Any]
    violations: list[str] = field(default_factory=list)
    checked: int = 0

    @cached_property
    def _api(self) -> OpenAPI:
        return OpenAPI.from_dict(self.description)  # type: ignore[arg-type]

    def example(self, path: str, verb: str, status: str) -> Any:
        """An example of an answer that the description has."""
        content = self.description["paths"][path][verb]["responses"][status]["content"]["application/json"]
        found = next(iter(content["examples"].values()))
        while isinstance(found, dict) and found.keys() & {"$ref", "value"}:
            found = self._component(found["$ref"]) if "$ref" in found else found["value"]
        return copy.deepcopy(found)

    def _component(self, reference: str) -> Any:
        _, _, kind, name = reference.split("/")
        return self.description["components"][kind][name]

    def judge(self, exchange: Exchange) -> None:
        """Note what a request and its answer have that the description forbids."""
        request = MockRequest(
            host_url=self.description["servers"][0]["url"],
            method=exchange.verb.lower(),
            path=exchange.path,
            args=dict(exchange.query),
            headers=dict(exchange.headers),
            data=exchange.sent or None,
            content_type="application/json",
        )
        self._judge_query(exchange)
        response = MockResponse(exchange.answer, status_code=exchange.status, content_type="application/json")
        for check in (
            lambda: self._api.validate_request(request),
            lambda: self._api.validate_response(request, response),
        ):
            self.checked += 1
            try:
                check()
            except OpenAPIError as error:
                cause = error.__cause__ or error
                details = [each.message for each in getattr(cause, "schema_errors", ())]
                said = "; ".join(details) or str(cause)
                self.violations.append(f"{exchange.verb} {exchange.path} {exchange.status}: {said}"[:500])

    def _judge_query(self, exchange: Exchange) -> None:
        """OpenAPI lets pass what a query has beside what is described."""
        for path, operations in self.description["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), exchange.path):
                operation = operations.get(exchange.verb.lower(), {})
                known = [*operations.get("parameters", ()), *operation.get("parameters", ())]
                names = {(self._component(each["$ref"]) if "$ref" in each else each)["name"] for each in known}
                if more := exchange.query.keys() - names:
                    self.violations.append(f"{exchange.verb} {exchange.path}: its query has {sorted(more)}")
                return


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    verb: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    sent: bytes
    status: int
    answer: bytes
