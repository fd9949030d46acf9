"""A template, a clone in which people work, and how tests call the bot."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  OrdersApi:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      InlineCode: 'x'
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref OrdersApi, Path: /orders, Method: get}}
"""

Bot = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True)
class Checkout:
    """A clone of the forge's repository in which a person works."""

    folder: Path

    def git(self, *arguments: str) -> str:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgSign=false")
        ran = subprocess.run(["git", *who, *arguments], cwd=self.folder, capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    def commit(self, path: str, text: str | bytes, message: str = "Change") -> str:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "--", f"./{path}")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD")
