"""Seconds of CPU for one template whose functions share one large package: 47 functions, 18,700 lines, one ``CodeUri``.

Then for functions whose handlers all stand in one file, 40 and 80 of them.

Run it as ``python tests/bench/bench_package.py [FUNCTIONS [LINES]]``; nothing is compiled or written.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FUNCTIONS, LINES = 47, 18_700

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod}
"""
FUNCTION = """\
  Function{n}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: handlers/item_{n}.handler
      Runtime: python3.12
      CodeUri: src/
      Events:
        Call: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: "/items{n}/{{id}}", Method: post}}}}
"""
HANDLER = """\
import json
import logging

from shared import answers, users_{part}

logger = logging.getLogger(__name__)


def find(key):
    return {{"id": key, "owner": users_{part}.owner_0(key, "x")}}


@answers.answered
def handler(event, context):
    logger.info("item_{n}")
    user = answers.user_of(event)
    body = json.loads(event["body"] or "{{}}")
    query = event["queryStringParameters"] or {{}}
    item = find(event["pathParameters"]["id"])
    if event["httpMethod"] == "POST" and not user:
        return answers.answer(403, {{"message": "no user"}})
    return answers.answer(200, {{"item": item, "page": query.get("page"), "name": body.get("name")}})
"""
ANSWERS = """\
import functools
import json


def answer(status, data):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}


def user_of(event):
    return event["headers"].get("X-User")


def answered(function):
    @functools.wraps(function)
    def inner(event, context):
        try:
            return function(event, context)
        except ValueError:
            return answer(400, {"message": event["path"]})

    return inner
"""
ONE_FILE = """\
import json


def token(event):
    return event["headers"]["X-Token"] + event["httpMethod"]


"""
ONE_OF_THEM = """\
def handler_{n}(event, context):
    query = event["queryStringParameters"] or {{}}
    data = {{"token": token(event), "page": query.get("page"), "path": event["path"]}}
    return {{"statusCode": 200, "headers": {{"Content-Type": "application/json"}}, "body": json.dumps(data)}}


"""
PLAIN = '''\
def owner_{k}(key, kind):
    """Give what belongs to a key."""
    found = {{"key": key, "kind": kind, "step": {k}}}
    for number in range(10):
        if number % 2:
            found[f"part_{{number}}"] = str(number) + kind
        else:
            found.setdefault("rest", []).append(number)
    return found


'''


def write(folder: Path, functions: int, lines: int) -> int:
    """Write the template and its package; the lines of the package."""
    (folder / "src" / "handlers").mkdir(parents=True)
    (folder / "src" / "shared").mkdir()
    template = HEAD + "".join(FUNCTION.format(n=n) for n in range(functions))
    (folder / "template.yaml").write_text(template, encoding="utf-8")
    texts = {"shared/answers.py": ANSWERS, "shared/__init__.py": "", "handlers/__init__.py": ""}
    parts = max(1, functions // 3)
    texts |= {f"handlers/item_{n}.py": HANDLER.format(n=n, part=n % parts) for n in range(functions)}
    left = lines - sum(text.count("\n") for text in texts.values())
    each = max(1, left // parts // PLAIN.count("\n"))
    for part in range(parts):
        following = f"from shared import users_{part + 1}\n\n\n" if part + 1 < parts else ""
        texts[f"shared/users_{part}.py"] = following + "".join(PLAIN.format(k=k) for k in range(each))
    for name, text in texts.items():
        (folder / "src" / name).write_text(text, encoding="utf-8")
    return sum(text.count("\n") for text in texts.values())


def write_one_file(folder: Path, functions: int) -> int:
    """Write a template whose functions have their handlers in one file; the lines of it."""
    (folder / "src").mkdir()
    named = [FUNCTION.format(n=n).replace(f"handlers/item_{n}.handler", f"app.handler_{n}") for n in range(functions)]
    (folder / "template.yaml").write_text(HEAD + "".join(named), encoding="utf-8")
    text = ONE_FILE + "".join(ONE_OF_THEM.format(n=n) for n in range(functions))
    (folder / "src" / "app.py").write_text(text, encoding="utf-8")
    return text.count("\n")


def measure(functions: int, write: Callable[[Path, int], int]) -> None:
    """Print what each payload format takes."""
    from migrator import migrate
    from migrator.options import Direction, Options
    from migrator.text.source import decode

    with tempfile.TemporaryDirectory() as name:
        written = write(Path(name), functions)
        path = Path(name) / "template.yaml"
        source = decode(str(path), path.read_bytes())
        for payload in ("1.0", "2.0"):
            start = time.process_time()
            done = migrate(source, Direction.TO_HTTP, Options(payload=payload), verify=False)
            spent = time.process_time() - start
            states = sorted({handler.status.value for handler in done.handlers})
            print(f"{functions} functions, {written} lines, payload {payload}: {spent:.2f} s of CPU, {states}")


def main() -> None:
    given = [int(each) for each in sys.argv[1:3]]
    functions, lines = given[0] if given else FUNCTIONS, given[1] if len(given) > 1 else LINES
    measure(functions, lambda folder, count: write(folder, count, lines))
    for count in (40, 80):
        measure(count, write_one_file)


if __name__ == "__main__":
    main()
