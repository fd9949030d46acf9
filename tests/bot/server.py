"""The forge's HTTP server: the API, judged on its way, and git's own backend for what is pushed."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from contract import Contract, Exchange
from forge import NAME, Api, Forge, RefusedError, Weather


@contextmanager
def running(root: Path, contract: Contract, kind: type[Api]) -> Iterator[Forge]:
    """Run a forge on a port of this machine, with one repository whose only branch is ``main``."""
    with running_all(root, contract, kind, [NAME]) as (forge,):
        yield forge


@contextmanager
def running_all(root: Path, contract: Contract, kind: type[Api], names: Sequence[str]) -> Iterator[list[Forge]]:
    """Run a forge with several repositories."""
    forges = {name: Forge(root, contract, kind, name) for name in names}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(forges))
    server.daemon_threads = True
    for forge in forges.values():
        forge.port = server.server_port
        forge.bare.mkdir(parents=True)
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", "--template=", str(forge.bare)], check=True)
        (forge.bare / "hooks").mkdir()
        settings = {"http.receivepack": "true", "uploadpack.allowFilter": "true"}
        with (forge.bare / "config").open("a") as config:
            for name, value in settings.items():
                section, _, key = name.partition(".")
                config.write(f"[{section}]\n{key} = {value}\n")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield list(forges.values())
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _handler(forges: Mapping[str, Forge]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        wbufsize = -1  # head and body in one packet: apart, the second waits for the first to be acknowledged
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Keep still."""

        def _serve(self) -> None:
            address = urlsplit(self.path)
            sent = self._sent()
            if len(self.headers.get_all("Authorization", [])) > 1:
                self._reply(400, b'{"message": "Duplicate header: Authorization"}')
                return
            first = next(iter(forges.values()))
            path = address.path.removeprefix(first.kind.base)
            git = re.match(rf"/{first.owner}/([^/]+?)\.git(?=/)", address.path)
            name = git[1] if git else first.speaks.repository_of(path)
            forge = forges.get(name) if name else first
            if forge is None:
                self._reply(404, b'{"message": "Not Found"}')
            elif git:
                self._serve_git(forge, address.path, address.query, sent)
            elif address.path == "/api/graphql":
                self._serve_api(forge, "/graphql", {}, sent)
            else:
                self._serve_api(forge, path, dict(parse_qsl(address.query)), sent)

        do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _serve  # noqa: N815

        def _sent(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def _serve_api(self, forge: Forge, path: str, query: Mapping[str, str], sent: bytes) -> None:
            with forge.lock:
                forge.log.append(f"{self.command} {path}")
                bad = next((w for w in forge.weather if w.times and self._hit(w, path)), None)
                if bad:
                    bad.times -= 1
                    if bad.done:
                        self._answer(forge, path, query, sent)
                    self._reply(bad.status, json.dumps({"message": bad.message}).encode(), bad.headers)
                    return
                status, answer, more = self._answer(forge, path, query, sent)
                if path != "/graphql" and status != 401:
                    headers = dict(self.headers.items())
                    forge.contract.judge(Exchange(self.command, path, query, headers, sent, status, answer))
                self._reply(status, answer, more)

        def _hit(self, weather: Weather, path: str) -> bool:
            return weather.verb == self.command and re.fullmatch(weather.path, path) is not None

        def _answer(
            self, forge: Forge, path: str, query: Mapping[str, str], sent: bytes
        ) -> tuple[int, bytes, Mapping[str, str]]:
            token = self.headers.get("Authorization", "").partition(" ")[2]
            headers: Mapping[str, str] = {}
            try:
                status, answer = forge.answer(self.command, path, query, token, sent)
                answer, headers = forge.speaks.paged(path, query, answer)
            except RefusedError as error:
                status, answer = error.status, forge.speaks.refusal(error)
            return status, json.dumps(answer).encode(), headers

        def _reply(self, status: int, answer: bytes, headers: Mapping[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def _serve_git(self, forge: Forge, path: str, query: str, sent: bytes) -> None:
            service = path.rpartition("/")[2]
            if self.command == "POST":
                forge.log.append(f"POST /{service}")
            user = self._git_user(forge)
            if user is None and (
                "git-receive-pack" in (service, query.partition("=")[2]) or self.headers.get("Authorization")
            ):
                self._reply(401, b"no", {"WWW-Authenticate": 'Basic realm="forge"'})
                return
            ran = subprocess.run(
                ["git", "http-backend"], input=sent, capture_output=True, check=False,
                env={
                    "PATH": os.defpath, "GIT_PROJECT_ROOT": str(forge.root), "GIT_HTTP_EXPORT_ALL": "1",
                    "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": self.command,
                    "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(sent)),
                    "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                    "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "REMOTE_USER": user or "",
                },
            )  # fmt: skip
            head, _, body = ran.stdout.partition(b"\r\n\r\n")
            facts = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
            self._reply(int(facts.pop("Status", "200").split()[0]), body, facts)

        def _git_user(self, forge: Forge) -> str | None:
            kind, _, value = self.headers.get("Authorization", "").partition(" ")
            if kind.lower() != "basic":
                return None
            return forge.logins.get(base64.b64decode(value).decode().partition(":")[2])

    return Handler
