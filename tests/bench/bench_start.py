"""What a single run costs: the start against a bare interpreter, one template against cfn-lint.

Run it as ``python tests/bench/bench_start.py [TEMPLATE]``; without one, a generated template of some 160 lines is used.
What is printed are ratios of the best of several runs, measured in turns in one session.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

RUNS = 7

HEAD = """\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Description: Orders of a shop
Resources:
  OrdersApi:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Cors: "'https://shop.example.com'"
"""
FUNCTION = """\

  Function{0}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Events:
        Get:
          Type: Api
          Properties:
            RestApiId: !Ref OrdersApi
            Path: /orders/{0}
            Method: get
"""


def best(commands: Sequence[list[str]]) -> list[float]:
    """Best wall time of each command, in seconds; the commands take turns so that all see the same machine."""
    times = [float("inf")] * len(commands)
    for _ in range(RUNS):
        for index, command in enumerate(commands):
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
            times[index] = min(times[index], time.perf_counter() - start)
    return times


def main(given: list[str]) -> None:
    folder = Path(sys.executable).parent
    tool, lint = str(folder / "sam-migrate"), str(folder / "cfn-lint")
    with tempfile.TemporaryDirectory() as scratch:
        template = Path(given[0]) if given else Path(scratch) / "template.yaml"
        if not given:
            template.write_text(HEAD + "".join(FUNCTION.format(number) for number in range(11)))
        bare, help_, offline, verified, linted = best(
            [
                [sys.executable, "-c", "pass"],
                [tool, "--help"],
                [tool, "to-http", "--no-verify", str(template)],
                [tool, "to-http", str(template)],
                [lint, str(template)],
            ]
        )
        lines = len(template.read_text().splitlines())
    print(
        f"sam-migrate --help: {help_ / bare:.1f}x a bare Python ({help_ * 1000:.0f} ms, {bare * 1000:.0f} ms); aim 8x"
    )
    print(f"{lines} lines, not verified: {offline / linted:.2f}x cfn-lint ({offline:.2f} s, {linted:.2f} s); aim 0.25x")
    print(f"{lines} lines, verified: {verified / linted:.2f}x cfn-lint ({verified:.2f} s); aim 0.6x")


if __name__ == "__main__":
    main(sys.argv[1:])
