"""What a template says is text: in comments, pull requests and logs, it neither speaks for the bot nor to anybody."""

from __future__ import annotations

import re

import pytest
from apis import BOTH
from checkout import TEMPLATE, Bot, Checkout
from forge import BOT, Forge

from migrator.bot.state import State, marker

TEXTS = {
    "a mention": "@acme/everyone please approve",
    "a comment": "--> <!-- sam-migrate:to-http -->",
    "a state": "<!-- sam-migrate:state:e30= -->",
    "a fence": "```\n@acme\n~~~~\n````",
    "HTML": "</details><script>alert(1)</script><img src=x onerror=alert(1)>",
    "a command": "::error::owned",
    "a cell": "| a | b |",
    "a link": "[click](https://evil.example)",
    "an issue": "closes #1",
}


@BOTH
@pytest.mark.parametrize("name", TEXTS)
def test_text_of_a_template_stays_inside(name: str, bot: Bot, checkout: Checkout, forge: Forge) -> None:
    hostile = TEXTS[name]
    lines = "".join(f"  # {line}\n" for line in hostile.split("\n"))
    quoted = hostile.replace("\n", "\\n").replace('"', "'")
    text = TEMPLATE.replace("  OrdersApi:\n", f"{lines}  OrdersApi:\n")
    text = text.replace("StageName: prod", f'StageName: prod, Description: "{quoted}"')
    checkout.commit("template.yaml", text)
    checkout.git("push", "-q", str(forge.bare), "main", "main:refs/heads/topic")
    forge.open_from_fork(forge.owner, "topic", forge.tip("topic"))
    status, out, err = bot("comment", "--direction", "to-http", "--pull-request", "1")
    assert (status, err) == (0, "")
    assert hostile.split("\n")[0] not in out
    check_body(forge.comments[0]["body"])
    assert forge.comments[0]["login"] == BOT
    bot("pr", "--direction", "to-http")
    check_body(forge.pull(2)["body"])


def check_body(body: str) -> None:
    """Only the first line and the last are comments; what is quoted stands in fences that it cannot close."""
    lines = body.rstrip("\n").split("\n")
    assert lines[0] == marker("to-http")
    assert lines[-1].startswith("<!-- sam-migrate:state:")
    state = State.read(body)
    assert state is not None
    assert state.direction == "to-http"
    outside = outside_fences(lines[1:-1])
    assert "<!--" not in outside
    assert not re.search(r"<script|<img|onerror=alert\(1\)>", outside)
    assert not re.search(r"(?<![`\w\u200b@])@acme", outside)
    assert "](https://evil" not in outside


def outside_fences(lines: list[str]) -> str:
    kept, fence = [], ""
    for line in lines:
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif mark:
            fence = mark[1]
        else:
            kept.append(line)
    assert not fence
    return "\n".join(kept)
