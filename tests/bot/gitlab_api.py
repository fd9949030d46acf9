"""GitLab's REST API, as far as the bot uses it."""
# ruff: noqa: ARG002 - every endpoint is called alike

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from forge import WHEN, Answer, Forge, RefusedError

MAX_NOTE, MAX_DESCRIPTION = 1_000_000, 1_048_576
PROJECT = 7
STATES = {"open": "opened", "closed": "closed"}


class GitLabApi:
    """Answers as GitLab does for a project in a subgroup; a token is taken as one of OAuth."""

    base = "/api/v4"
    owner = "acme/web"
    mark = "!"
    elsewhere: Mapping[str, str] = {"CI_PROJECT_PATH": "acme/the-one-with-the-job"}
    token_variable = "GITLAB_TOKEN"
    most = MAX_DESCRIPTION
    limited = 429
    paths: Mapping[str, str] = {
        "pulls": ".*/merge_requests",
        "comments": ".*/notes",
        "repository": "/projects/[^/]+",
    }
    words: Mapping[str, str] = {
        "Pull request #": "Merge request !",
        "pull request #": "merge request !",
        "pull request": "merge request",
        "GitHub": "GitLab",
        "GITHUB": "GITLAB",
        "Not Found": "404 Not Found",
        "Bad credentials": "401 Unauthorized",
        "/pull/": "/-/merge_requests/",
        "acme/shop": "acme/web/shop",
    }

    def __init__(self, forge: Forge) -> None:
        self.forge = forge

    def variables(self) -> Mapping[str, str]:
        return {"GITLAB_CI": "true", "CI_API_V4_URL": self.forge.api, "CI_JOB_TOKEN": "glcbt-64_jobjobjob"}

    def of(self, number: int) -> Mapping[str, str]:
        paths = {"CI_PROJECT_PATH": "mallory/fork", "CI_MERGE_REQUEST_PROJECT_PATH": self.forge.path}
        return {**paths, "CI_MERGE_REQUEST_IID": str(number)}

    def about(self, branch: str, sha: str, folder: Path) -> Mapping[str, str]:
        return {"CI_PROJECT_PATH": self.forge.path, "CI_COMMIT_BRANCH": branch, "CI_COMMIT_SHA": sha}

    def repository_of(self, path: str) -> str | None:
        found = re.match(rf"/projects/{self._encoded('')}([\w.-]+)", path)
        return found[1] if found else None

    def _encoded(self, name: str) -> str:
        return f"{self.owner}/{name}".replace("/", "%2F")

    def paged(self, path: str, query: Mapping[str, str], answer: Any) -> tuple[Any, Mapping[str, str]]:
        """A link leads to the next page; its host is what the server takes itself for."""
        if not isinstance(answer, list):
            return answer, {}
        page, size = int(query.get("page", 1)), int(query.get("per_page", 20))
        shown, more = answer[(page - 1) * size : page * size], len(answer) > page * size
        following = "&".join(f"{key}={value}" for key, value in {**query, "page": page + 1}.items())
        link = f'<https://gitlab.internal{self.base}{path}?{following}>; rel="next"'
        return shown, {"X-Page": str(page), **({"Link": link} if more else {})}

    def refusal(self, error: RefusedError) -> Any:
        return error.message if isinstance(error.message, dict) else {"message": error.message}

    def answer(self, verb: str, path: str, query: Mapping[str, str], login: str | None, sent: bytes) -> Answer:
        if login is None:
            raise RefusedError(401, "401 Unauthorized")
        if login.startswith("reader") and verb != "GET":
            said = "The request requires higher privileges than provided by the access token."
            raise RefusedError(403, {"error": "insufficient_scope", "error_description": said, "scope": "api"})
        for pattern, handler in self._routes().items():
            wanted, _, form = pattern.partition(" ")
            if wanted == verb and (found := re.fullmatch(form, path)):
                given = json.loads(sent) if sent else {}
                return handler(login, *found.groups(), **({"query": query} if verb == "GET" else {"given": given}))
        raise RefusedError(404, "404 Not Found")

    def _routes(self) -> Mapping[str, Callable[..., Answer]]:
        here = f"/projects/{re.escape(self._encoded(self.forge.name))}"
        return {
            "GET /user": self._user,
            f"GET {here}": self._project,
            f"GET {here}/merge_requests": self._list_pulls,
            f"POST {here}/merge_requests": self._create_pull,
            rf"GET {here}/merge_requests/(\d+)": self._get_pull,
            rf"PUT {here}/merge_requests/(\d+)": self._edit_pull,
            rf"GET {here}/merge_requests/(\d+)/notes": self._list_comments,
            rf"POST {here}/merge_requests/(\d+)/notes": self._create_comment,
            rf"PUT {here}/merge_requests/(\d+)/notes/(\d+)": self._edit_comment,
        }

    def _user(self, login: str, query: Mapping[str, str]) -> Answer:
        return 200, self._person(login) | {"email": f"{login}@noreply.gitlab.internal", "bot": True, "created_at": WHEN}

    def _person(self, login: str) -> dict[str, Any]:
        url = f"{self.forge.url}/{login}"
        return {"id": 5, "username": login, "name": "sam-migrate", "state": "active", "web_url": url}

    def _project(self, login: str, query: Mapping[str, str]) -> Answer:
        forge = self.forge
        facts = {"id": PROJECT, "name": forge.name, "path": forge.name, "path_with_namespace": forge.path}
        return 200, facts | {"web_url": f"{forge.url}/{forge.path}", "default_branch": forge.default}

    def _list_pulls(self, login: str, query: Mapping[str, str]) -> Answer:
        shown = [self._shown(pull) for pull in reversed(self.forge.pulls)]
        return 200, [
            each
            for each in shown
            if query.get("source_branch", each["source_branch"]) == each["source_branch"]
            and query.get("target_branch", each["target_branch"]) == each["target_branch"]
            and query.get("state", "all") in ("all", each["state"])
        ]

    def _create_pull(self, login: str, given: Mapping[str, Any]) -> Answer:
        source, target = given["source_branch"], given["target_branch"]
        _check(given.get("description", ""), MAX_DESCRIPTION, "description")
        for branch, name in ((source, "source_branch"), (target, "target_branch")):
            if not self.forge.tip(branch):
                raise RefusedError(400, {"message": {name: ["does not exist"]}})
        for pull in self.forge.pulls:
            if (pull["state"], pull["owner"], pull["head"], pull["base"]) == ("open", self.owner, source, target):
                said = f"Another open merge request already exists for this source branch: !{pull['number']}"
                raise RefusedError(409, [said])
        return 201, self._shown(
            self.forge.new_pull(self.owner, source, target, given["title"], given.get("description", ""))
        )

    def _get_pull(self, login: str, number: str, query: Mapping[str, str]) -> Answer:
        return 200, self._shown(self._known(number))

    def _edit_pull(self, login: str, number: str, given: Mapping[str, Any]) -> Answer:
        pull = self._known(number)
        _check(given.get("description", ""), MAX_DESCRIPTION, "description")
        pull["body"] = given.get("description", pull["body"])
        return 200, self._shown(pull)

    def _known(self, number: str) -> dict[str, Any]:
        if not 1 <= int(number) <= len(self.forge.pulls):
            raise RefusedError(404, "404 Not Found")
        return self.forge.pull(int(number))

    def _shown(self, pull: Mapping[str, Any]) -> dict[str, Any]:
        forge, number = self.forge, pull["number"]
        return {
            "id": 100 + number,
            "iid": number,
            "project_id": PROJECT,
            "title": pull["title"],
            "description": pull["body"],
            "state": "merged" if pull["merged_at"] else STATES[pull["state"]],
            "created_at": WHEN,
            "merged_at": pull["merged_at"],
            "closed_at": None if pull["merged_at"] else pull["closed_at"],
            "source_branch": pull["head"],
            "target_branch": pull["base"],
            "source_project_id": PROJECT if pull["owner"] == self.owner else PROJECT + 1,
            "target_project_id": PROJECT,
            "author": self._person("somebody"),
            "draft": False,
            "sha": forge.head(pull),
            "web_url": f"{forge.url}/{forge.path}/-/merge_requests/{number}",
            "references": {"short": f"!{number}", "relative": f"!{number}", "full": f"{forge.path}!{number}"},
        }

    def _list_comments(self, login: str, number: str, query: Mapping[str, str]) -> Answer:
        self._known(number)
        found = [self._note(each) for each in self.forge.comments if each["number"] == int(number)]
        return 200, found if query.get("sort", "desc") == "asc" else found[::-1]

    def _create_comment(self, login: str, number: str, given: Mapping[str, Any]) -> Answer:
        self._known(number)
        _check(given["body"], MAX_NOTE, "note")
        identity = self.forge.say(int(number), login, given["body"])
        return 201, self._note(self._written(str(identity)))

    def _edit_comment(self, login: str, number: str, identity: str, given: Mapping[str, Any]) -> Answer:
        _check(given["body"], MAX_NOTE, "note")
        comment = self._written(identity)
        if comment["login"] != login:
            raise RefusedError(403, "403 Forbidden")
        comment |= given
        return 200, self._note(comment)

    def _written(self, identity: str) -> dict[str, Any]:
        found = next((each for each in self.forge.comments if each["id"] == int(identity)), None)
        if found is None:
            raise RefusedError(404, "404 Not Found")
        return found

    def _note(self, comment: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": comment["id"],
            "body": comment["body"],
            "author": self._person(comment["login"]),
            "created_at": WHEN,
            "updated_at": WHEN,
            "system": bool(comment.get("system")),
            "noteable_id": 100 + comment["number"],
            "noteable_type": "MergeRequest",
            "noteable_iid": comment["number"],
            "resolvable": False,
            "internal": False,
        }


def _check(text: str, most: int, name: str) -> None:
    if len(text) > most:
        raise RefusedError(400, {"message": {name: [f"is too long (maximum is {most} characters)"]}})
