"""A forge for tests: pushes go to a real repository through `git http-backend`, and pull requests are what git says.

What GitHub's description does not carry (a second pull request of one branch, too long a body, who may do what) is
written here from knowledge of GitHub; the shapes of all answers are judged by the description itself.
"""
# ruff: noqa: ARG002 - every endpoint is called alike

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contract import _REPOSITORY, Contract

MAX_BODY = 65_536
OWNER, NAME = "acme", "shop"
TOKEN, APP_TOKEN = "ghp_secretsecretsecret", "ghs_appappapp"
BOT, APP = "shop-bot", "migrator-app[bot]"
WHEN = "2026-01-01T00:00:00Z"

Answer = tuple[int, Any]


class RefusedError(Exception):
    """An answer with an error status."""

    def __init__(self, status: int, message: str, *details: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details


@dataclass
class Weather:
    """What goes wrong on the way, for the next requests that it hits.

    Arguments:
        verb: method of the requests.
        path: pattern of their paths.
        status: what they are answered with.
        times: how many of them.
        headers: further headers of the answer.
        message: what the answer says.
        done: whether the request is carried out all the same.
    """

    verb: str
    path: str
    status: int
    times: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)
    message: str = "Server Error"
    done: bool = False


@dataclass
class Forge:
    """One repository on a forge.

    Arguments:
        root: folder of the bare repository.
        contract: judge of what is said.
        name: of the repository.
    """

    root: Path
    contract: Contract
    name: str = NAME
    port: int = 0
    pulls: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    weather: list[Weather] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    logins: dict[str, str] = field(default_factory=lambda: {TOKEN: BOT, APP_TOKEN: APP})
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        return f"{self.url}/api/v3"

    @property
    def bare(self) -> Path:
        return self.root / OWNER / f"{self.name}.git"

    @property
    def writes(self) -> list[str]:
        """What was asked to change something: pushes and requests that are no GET."""
        return [line for line in self.log if not line.startswith(("GET ", "POST /graphql", "POST /git-upload-pack"))]

    # -- what people do there --

    def git(self, *arguments: str) -> str:
        ran = subprocess.run(["git", "-C", str(self.bare), *arguments], capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    def tip(self, branch: str) -> str:
        ran = subprocess.run(
            ["git", "-C", str(self.bare), "rev-parse", "--verify", "-q", f"refs/heads/{branch}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return ran.stdout.strip()

    def pull(self, number: int) -> dict[str, Any]:
        return next(each for each in self.pulls if each["number"] == number)

    def close(self, number: int, *, merge: bool = False) -> None:
        pull = self.pull(number)
        pull |= {"state": "closed", "sha": self._head(pull), "merged_at": WHEN if merge else None, "closed_at": WHEN}
        if merge:
            self.git("update-ref", f"refs/heads/{pull['base']}", pull["sha"])

    def open_from_fork(self, owner: str, branch: str, sha: str) -> int:
        return int(self._new_pull(owner, branch, "main", "From a fork", "", sha)["number"])

    def say(self, number: int, login: str, body: str) -> int:
        identity = 1000 + len(self.comments)
        self.comments.append({"id": identity, "number": number, "login": login, "body": body})
        return identity

    # -- the API --

    def answer(self, verb: str, path: str, query: Mapping[str, str], token: str, sent: bytes) -> Answer:
        login = self.logins.get(token)
        if login is None:
            raise RefusedError(401, "Bad credentials")
        for pattern, handler in self._routes().items():
            wanted, _, form = pattern.partition(" ")
            if wanted == verb and (found := re.fullmatch(form, path)):
                given = json.loads(sent) if sent else {}
                return handler(login, *found.groups(), **({"query": query} if verb == "GET" else {"given": given}))
        raise RefusedError(404, "Not Found")

    def _routes(self) -> Mapping[str, Callable[..., Answer]]:
        here = f"/repos/{OWNER}/{self.name}"
        return {
            "GET /user": self._user,
            "POST /graphql": self._viewer,
            f"GET {here}": self._repository,
            f"GET {here}/git/commits/([0-9a-f]{{40}})": self._commit,
            f"GET {here}/pulls": self._list_pulls,
            f"POST {here}/pulls": self._create_pull,
            rf"GET {here}/pulls/(\d+)": self._get_pull,
            rf"PATCH {here}/pulls/(\d+)": self._edit_pull,
            rf"GET {here}/issues/(\d+)": self._issue,
            rf"GET {here}/issues/(\d+)/comments": self._list_comments,
            rf"POST {here}/issues/(\d+)/comments": self._create_comment,
            rf"GET {here}/issues/comments/(\d+)": self._get_comment,
            rf"PATCH {here}/issues/comments/(\d+)": self._edit_comment,
        }

    def _user(self, login: str, query: Mapping[str, str]) -> Answer:
        if login.endswith("[bot]"):
            raise RefusedError(403, "Resource not accessible by integration")
        return 200, self.contract.example("/user", "get", "200") | {"login": login, "user_view_type": "private"}

    def _viewer(self, login: str, given: Mapping[str, Any]) -> Answer:
        assert "viewer" in given["query"]
        return 200, {"data": {"viewer": {"login": login}}}

    def _repository(self, login: str, query: Mapping[str, str]) -> Answer:
        facts = {"name": self.name, "full_name": f"{OWNER}/{self.name}", "default_branch": "main"}
        example = self.contract.example(_REPOSITORY, "get", "200")
        # GitHub's own example lacks what its own schema requires, here and in the repositories inside it.
        for inner in ("parent", "source", "template_repository"):
            example.pop(inner)
        return 200, example | {"language": None} | facts | self._link(f"/repos/{OWNER}/{self.name}")

    def _commit(self, login: str, sha: str, query: Mapping[str, str]) -> Answer:
        try:
            facts = self.git("show", "-s", "--format=%T%n%P%n%cn%n%ce%n%B", sha).split("\n", 4)
        except subprocess.CalledProcessError:
            raise RefusedError(404, "Not Found") from None
        path = f"{_REPOSITORY}/git/commits/{{commit_sha}}"
        found = self.contract.example(path, "get", "200")
        tree, parents, name, mail, message = facts
        known = [{"sha": each, "url": self.api, "html_url": self.url} for each in parents.split()]
        return 200, found | {
            "sha": sha,
            "tree": {"sha": tree, "url": self.api},
            "parents": known,
            "message": message.rstrip("\n"),
            "committer": {"name": name, "email": mail, "date": WHEN},
        }

    def _list_pulls(self, login: str, query: Mapping[str, str]) -> Answer:
        owner, _, branch = query.get("head", "").partition(":")
        found = [
            pull
            for pull in reversed(self.pulls)
            if (not branch or (pull["owner"], pull["head"]) == (owner, branch))
            and query.get("base", pull["base"]) == pull["base"]
            and query.get("state", "open") in ("all", pull["state"])
        ]
        return 200, [self._shown(pull, simple=True) for pull in found]

    def _create_pull(self, login: str, given: Mapping[str, Any]) -> Answer:
        head, base = given["head"], given["base"]
        _check_body(given.get("body", ""))
        for branch, name in ((head, "head"), (base, "base")):
            if not self.tip(branch):
                raise RefusedError(422, "Validation Failed", f"{name} is invalid")
        if any(pull["state"] == "open" and pull["head"] == head and pull["base"] == base for pull in self.pulls):
            raise RefusedError(422, "Validation Failed", f"A pull request already exists for {OWNER}:{head}.")
        if not self.git("rev-list", f"{base}..{head}"):
            raise RefusedError(422, "Validation Failed", f"No commits between {base} and {head}")
        return 201, self._shown(self._new_pull(OWNER, head, base, given["title"], given.get("body", "")))

    def _new_pull(self, owner: str, head: str, base: str, title: str, body: str, sha: str = "") -> dict[str, Any]:
        pull = {
            "number": len(self.pulls) + 1, "owner": owner, "head": head, "base": base, "title": title, "body": body,
            "state": "open", "merged_at": None, "closed_at": None, "sha": sha,
        }  # fmt: skip
        self.pulls.append(pull)
        return pull

    def _get_pull(self, login: str, number: str, query: Mapping[str, str]) -> Answer:
        return 200, self._shown(self._known(number))

    def _edit_pull(self, login: str, number: str, given: Mapping[str, Any]) -> Answer:
        _check_body(given.get("body", ""))
        pull = self._known(number)
        pull |= given
        return 200, self._shown(pull)

    def _known(self, number: str) -> dict[str, Any]:
        if not 1 <= int(number) <= len(self.pulls):
            raise RefusedError(404, "Not Found")
        return self.pull(int(number))

    def _head(self, pull: Mapping[str, Any]) -> str:
        return str(pull["sha"] or self.tip(pull["head"]))

    def _shown(self, pull: Mapping[str, Any], *, simple: bool = False) -> dict[str, Any]:
        path = f"{_REPOSITORY}/pulls"
        found = self.contract.example(path, "get", "200")[0] if simple else self.contract.example(path, "post", "201")
        head = self._head(pull)
        facts = {key: pull[key] for key in ("number", "title", "body", "state", "merged_at", "closed_at")}
        found |= facts | {"requested_teams": [], "html_url": f"{self.url}/{OWNER}/{self.name}/pull/{pull['number']}"}
        found["head"] |= {"ref": pull["head"], "sha": head, "label": f"{pull['owner']}:{pull['head']}"}
        found["base"] |= {"ref": pull["base"], "sha": self.tip(pull["base"])}
        if not simple:
            found |= self._git_facts(pull["base"], head) | {"merged": bool(pull["merged_at"])}
        return found | self._link(f"/repos/{OWNER}/{self.name}/pulls/{pull['number']}")

    def _git_facts(self, base: str, head: str) -> dict[str, Any]:
        changed = [line.split("\t") for line in self.git("diff", "--numstat", f"{base}...{head}").splitlines()]
        clash = subprocess.run(
            ["git", "-C", str(self.bare), "merge-tree", "--write-tree", base, head], capture_output=True, check=False
        ).returncode
        return {
            "commits": len(self.git("rev-list", f"{base}..{head}").split()),
            "changed_files": len(changed),
            "additions": sum(int(each[0]) for each in changed),
            "deletions": sum(int(each[1]) for each in changed),
            "mergeable": not clash,
        }

    def _issue(self, login: str, number: str, query: Mapping[str, str]) -> Answer:
        pull = self._known(number)
        found = self.contract.example(f"{_REPOSITORY}/issues/{{issue_number}}", "get", "200")
        where = f"/repos/{OWNER}/{self.name}/issues/{number}"
        facts = {"number": int(number), "title": pull["title"], "comments_url": f"{self.api}{where}/comments"}
        return 200, found | facts | self._link(where)

    def _list_comments(self, login: str, number: str, query: Mapping[str, str]) -> Answer:
        self._known(number)
        return 200, [self._comment(each) for each in self.comments if each["number"] == int(number)]

    def _create_comment(self, login: str, number: str, given: Mapping[str, Any]) -> Answer:
        self._known(number)
        _check_body(given["body"])
        identity = self.say(int(number), login, given["body"])
        return 201, self._comment(self._written(str(identity)))

    def _get_comment(self, login: str, identity: str, query: Mapping[str, str]) -> Answer:
        return 200, self._comment(self._written(identity))

    def _edit_comment(self, login: str, identity: str, given: Mapping[str, Any]) -> Answer:
        _check_body(given["body"])
        comment = self._written(identity)
        if comment["login"] != login:
            raise RefusedError(403, "Must have admin rights to Repository.")
        comment |= given
        return 200, self._comment(comment)

    def _written(self, identity: str) -> dict[str, Any]:
        found = next((each for each in self.comments if each["id"] == int(identity)), None)
        if found is None:
            raise RefusedError(404, "Not Found")
        return found

    def _comment(self, comment: Mapping[str, Any]) -> dict[str, Any]:
        path = f"{_REPOSITORY}/issues/{{issue_number}}/comments"
        found = self.contract.example(path, "post", "201") | {"id": comment["id"], "body": comment["body"]}
        found["user"] = found["user"] | {"login": comment["login"]}
        return found | self._link(f"/repos/{OWNER}/{self.name}/issues/comments/{comment['id']}")

    def _link(self, path: str) -> dict[str, str]:
        return {"url": self.api + path}


def _check_body(body: str) -> None:
    if len(body) > MAX_BODY:
        raise RefusedError(422, "Validation Failed", f"body is too long (maximum is {MAX_BODY} characters)")
