"""GitHub's REST API, as far as the bot uses it."""
# ruff: noqa: ARG002 - every endpoint is called alike

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from contract import _REPOSITORY
from forge import Answer, Forge, RefusedError

MAX_BODY = 65_536


class GitHubApi:
    """Answers as GitHub Enterprise does."""

    base = "/api/v3"
    owner = "acme"
    mark = "#"
    elsewhere: Mapping[str, str] = {"GITHUB_REPOSITORY": "acme/the-one-with-the-workflow"}
    token_variable = "GITHUB_TOKEN"
    most = MAX_BODY
    limited = 403
    paths: Mapping[str, str] = {"pulls": ".*/pulls", "comments": ".*/comments", "repository": ".*/shop"}
    words: Mapping[str, str] = {}

    def __init__(self, forge: Forge) -> None:
        self.forge = forge

    def variables(self) -> Mapping[str, str]:
        return {"GITHUB_API_URL": self.forge.api}

    def of(self, number: int) -> Mapping[str, str]:
        return {"GITHUB_REF": f"refs/pull/{number}/merge"}

    def about(self, branch: str, sha: str, folder: Path) -> Mapping[str, str]:
        run: dict[str, Any] = {"event": "pull_request", "head_branch": branch, "head_sha": sha, "pull_requests": []}
        run["head_repository"] = {"owner": {"login": "mallory"}}
        (folder / "event.json").write_text(json.dumps({"workflow_run": run}))
        return {"GITHUB_EVENT_PATH": str(folder / "event.json")}

    def repository_of(self, path: str) -> str | None:
        found = re.match(rf"/repos/{self.owner}/([^/]+)", path)
        return found[1] if found else None

    def paged(self, path: str, query: Mapping[str, str], answer: Any) -> tuple[Any, Mapping[str, str]]:
        return answer, {}

    def refusal(self, error: RefusedError) -> Any:
        details = [{"resource": "X", "code": "custom", "message": each} for each in error.details]
        said = {"message": error.message, "documentation_url": "https://docs.github.com/rest"}
        return said | ({"errors": details} if details else {})

    def answer(self, verb: str, path: str, query: Mapping[str, str], login: str | None, sent: bytes) -> Answer:
        if login is None:
            raise RefusedError(401, "Bad credentials")
        for pattern, handler in self._routes().items():
            wanted, _, form = pattern.partition(" ")
            if wanted == verb and (found := re.fullmatch(form, path)):
                given = json.loads(sent) if sent else {}
                return handler(login, *found.groups(), **({"query": query} if verb == "GET" else {"given": given}))
        raise RefusedError(404, "Not Found")

    def _routes(self) -> Mapping[str, Callable[..., Answer]]:
        here = f"/repos/{self.owner}/{self.forge.name}"
        return {
            "GET /user": self._user,
            "POST /graphql": self._viewer,
            f"GET {here}": self._repository,
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
        return 200, self.forge.contract.example("/user", "get", "200") | {"login": login, "user_view_type": "private"}

    def _viewer(self, login: str, given: Mapping[str, Any]) -> Answer:
        assert "viewer" in given["query"]
        return 200, {"data": {"viewer": {"login": login}}}

    def _repository(self, login: str, query: Mapping[str, str]) -> Answer:
        facts = {
            "name": self.forge.name,
            "full_name": f"{self.owner}/{self.forge.name}",
            "default_branch": self.forge.default,
        }
        example = self.forge.contract.example(_REPOSITORY, "get", "200")
        # GitHub's own example lacks what its own schema requires, here and in the repositories inside it.
        for inner in ("parent", "source", "template_repository"):
            example.pop(inner)
        return 200, example | {"language": None} | facts | self._link(f"/repos/{self.owner}/{self.forge.name}")

    def _list_pulls(self, login: str, query: Mapping[str, str]) -> Answer:
        owner, _, branch = query.get("head", "").partition(":")
        found = [
            pull
            for pull in reversed(self.forge.pulls)
            if (not branch or (pull["owner"], pull["head"]) == (owner, branch))
            and query.get("base", pull["base"]) == pull["base"]
            and query.get("state", "open") in ("all", pull["state"])
        ]
        return 200, [self._shown(pull, simple=True) for pull in found]

    def _create_pull(self, login: str, given: Mapping[str, Any]) -> Answer:
        head, base = given["head"], given["base"]
        _check_body(given.get("body", ""))
        for branch, name in ((head, "head"), (base, "base")):
            if not self.forge.tip(branch):
                raise RefusedError(422, "Validation Failed", f"{name} is invalid")
        if any(pull["state"] == "open" and pull["head"] == head and pull["base"] == base for pull in self.forge.pulls):
            raise RefusedError(422, "Validation Failed", f"A pull request already exists for {self.owner}:{head}.")
        if not self.forge.git("rev-list", f"{base}..{head}"):
            raise RefusedError(422, "Validation Failed", f"No commits between {base} and {head}")
        return 201, self._shown(self.forge.new_pull(self.owner, head, base, given["title"], given.get("body", "")))

    def _get_pull(self, login: str, number: str, query: Mapping[str, str]) -> Answer:
        return 200, self._shown(self._known(number))

    def _edit_pull(self, login: str, number: str, given: Mapping[str, Any]) -> Answer:
        _check_body(given.get("body", ""))
        pull = self._known(number)
        pull |= given
        return 200, self._shown(pull)

    def _known(self, number: str) -> dict[str, Any]:
        if not 1 <= int(number) <= len(self.forge.pulls):
            raise RefusedError(404, "Not Found")
        return self.forge.pull(int(number))

    def _shown(self, pull: Mapping[str, Any], *, simple: bool = False) -> dict[str, Any]:
        path = f"{_REPOSITORY}/pulls"
        found = (
            self.forge.contract.example(path, "get", "200")[0]
            if simple
            else self.forge.contract.example(path, "post", "201")
        )
        head = self.forge.head(pull)
        facts = {key: pull[key] for key in ("number", "title", "body", "state", "merged_at", "closed_at")}
        found |= facts | {
            "requested_teams": [],
            "html_url": f"{self.forge.url}/{self.owner}/{self.forge.name}/pull/{pull['number']}",
        }
        found["head"] |= {"ref": pull["head"], "sha": head, "label": f"{pull['owner']}:{pull['head']}"}
        found["base"] |= {"ref": pull["base"], "sha": self.forge.tip(pull["base"])}
        if not simple:
            found |= self._git_facts(pull["base"], head) | {"merged": bool(pull["merged_at"])}
        return found | self._link(f"/repos/{self.owner}/{self.forge.name}/pulls/{pull['number']}")

    def _git_facts(self, base: str, head: str) -> dict[str, Any]:
        changed = [line.split("\t") for line in self.forge.git("diff", "--numstat", f"{base}...{head}").splitlines()]
        clash = subprocess.run(
            ["git", "-C", str(self.forge.bare), "merge-tree", "--write-tree", base, head],
            capture_output=True,
            check=False,
        ).returncode
        return {
            "commits": len(self.forge.git("rev-list", f"{base}..{head}").split()),
            "changed_files": len(changed),
            "additions": sum(int(each[0]) for each in changed),
            "deletions": sum(int(each[1]) for each in changed),
            "mergeable": not clash,
        }

    def _issue(self, login: str, number: str, query: Mapping[str, str]) -> Answer:
        pull = self._known(number)
        found = self.forge.contract.example(f"{_REPOSITORY}/issues/{{issue_number}}", "get", "200")
        where = f"/repos/{self.owner}/{self.forge.name}/issues/{number}"
        facts = {"number": int(number), "title": pull["title"], "comments_url": f"{self.forge.api}{where}/comments"}
        return 200, found | facts | self._link(where)

    def _list_comments(self, login: str, number: str, query: Mapping[str, str]) -> Answer:
        self._known(number)
        return 200, [self._comment(each) for each in self.forge.comments if each["number"] == int(number)]

    def _create_comment(self, login: str, number: str, given: Mapping[str, Any]) -> Answer:
        self._known(number)
        _check_body(given["body"])
        identity = self.forge.say(int(number), login, given["body"])
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
        found = next((each for each in self.forge.comments if each["id"] == int(identity)), None)
        if found is None:
            raise RefusedError(404, "Not Found")
        return found

    def _comment(self, comment: Mapping[str, Any]) -> dict[str, Any]:
        path = f"{_REPOSITORY}/issues/{{issue_number}}/comments"
        found = self.forge.contract.example(path, "post", "201") | {"id": comment["id"], "body": comment["body"]}
        found["user"] = found["user"] | {"login": comment["login"]}
        return found | self._link(f"/repos/{self.owner}/{self.forge.name}/issues/comments/{comment['id']}")

    def _link(self, path: str) -> dict[str, str]:
        return {"url": self.forge.api + path}


def _check_body(body: str) -> None:
    if len(body) > MAX_BODY:
        raise RefusedError(422, "Validation Failed", f"body is too long (maximum is {MAX_BODY} characters)")
