"""What verification costs: one template against ``sam validate``, and a folder with two processes against one.

Run it as ``python tests/bench/bench_verify.py [--sam PATH] [FOLDER]``. Without a folder the golden templates are used,
without ``--sam`` the command is looked for in PATH. What is printed are ratios of the best of
several runs, measured in turns in one session.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_start import FUNCTION, HEAD, best

ROOT = Path(__file__).resolve().parents[2]
SUFFIXES = {".yaml", ".yml", ".json", ".template"}
COPIES = 1
FOLDER_RUNS = 2


def against_sam(tool: str, sam: str | None, scratch: Path) -> str:
    """Verify and validate one template of some 160 lines."""
    template = scratch / "template.yaml"
    template.write_text(HEAD + "".join(FUNCTION.format(number) for number in range(11)))
    lines = len(template.read_text().splitlines())
    if sam is None:
        return f"{lines} lines against sam validate: skipped, there is no sam (give one with --sam)"
    # Without --lint sam validate asks AWS for the managed policies, which needs credentials and a network.
    validate = [sam, "validate", "--lint", "--region", "us-east-1", "--template", str(template)]
    verified, plain, validated = best(
        [[tool, "to-http", str(template)], [tool, "to-http", "--no-verify", str(template)], validate]
    )
    return (
        f"{lines} lines, migrated and verified: {verified / validated:.2f}x sam validate --lint "
        f"({verified:.2f} s, {validated:.2f} s; the verification alone {verified - plain:.2f} s); aim 0.6x"
    )


def folder(tool: str, source: Path, scratch: Path) -> str:
    """Migrate and verify a folder with one process and with two."""
    target, number = scratch / "templates", 0
    target.mkdir()
    for path in sorted(p for p in source.rglob("*") if p.suffix in SUFFIXES and b"AWS::Serverless" in p.read_bytes()):
        for copy in range(COPIES):
            number += 1
            shutil.copy(path, target / f"{number}-{copy}{path.suffix}")
    times = {1: float("inf"), 2: float("inf")}
    for _ in range(FOLDER_RUNS):
        for jobs in times:
            start = time.perf_counter()
            command = [tool, "to-http", "--accept", "all", "--format", "json", "--jobs", str(jobs), str(target)]
            subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
            times[jobs] = min(times[jobs], time.perf_counter() - start)
    one, two = (number / times[jobs] for jobs in (1, 2))
    return f"{number} templates: {one:.0f} a second with --jobs 1, {two:.0f} with --jobs 2 ({two / one:.2f}x)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "golden")
    parser.add_argument("--sam", default=shutil.which("sam"))
    given = parser.parse_args()
    tool = str(Path(sys.executable).parent / "sam-migrate")
    with tempfile.TemporaryDirectory() as scratch:
        print(against_sam(tool, given.sam, Path(scratch)))
        print(folder(tool, given.folder, Path(scratch)))


if __name__ == "__main__":
    main()
