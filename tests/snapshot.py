"""Everything that migrations of many templates say, as one short hash each.

A change that must not change behaviour is proven by hashes that stay. Golden cases hold the texts to read; these hold
what nobody can read: random templates, and templates of other people in a folder outside the project.

    python tests/snapshot.py show KEY                   all that one entry of snapshots/random.json stands for
    python tests/snapshot.py folder FOLDER FILE         write FILE if it is not there, else compare with it
    python tests/snapshot.py folder FOLDER FILE --update

To see what a hash hides, print the entry before and after the change and compare the two texts.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from test_random_definitions import Definitions
from test_random_templates import CHOICES, ONE, template_of

from golden import written_finding
from migrator import migrate
from migrator.command import files
from migrator.findings import Accept, Finding
from migrator.migration import FileChange, Migration
from migrator.options import Direction, Options
from migrator.text.source import Source, SourceError

RANDOM = Path(__file__).resolve().parent / "snapshots" / "random.json"
KEYS = [*(f"template {seed}" for seed in range(500)), *(f"definition {seed}" for seed in range(120))]
"""Names of all random cases."""
ACCEPTING = Options(accept=(Accept("all"),))

Entry = dict[str, Any]
"""The hash of a text, and the codes that each direction reports, for a first look at what changed."""


def of_key(key: str) -> list[Migration]:
    """The migrations that one random case stands for.

    Arguments:
        key: what is written and the seed, such as ``template 17``.
    """
    kind, seed = key.split()
    if kind == "definition":
        text = json.dumps(Definitions(int(seed)).template(), indent=1)
        return [migrate(Source("template.json", text), Direction.TO_REST, ACCEPTING, verify=False)]
    text, author = template_of(Random(int(seed)))
    name = [*CHOICES][int(seed) % len(CHOICES)]
    options = CHOICES[name]
    rest = [plan.id for plan in author.plans if plan.kind == "AWS::Serverless::Api"]
    if name == ONE and rest:
        options = Options(**{**vars(options), "apis": tuple(rest[:1])})
    there = migrate(Source("template.yaml", text), Direction.TO_HTTP, options, verify=False)
    back = migrate(Source("template.yaml", there.after), Direction.TO_REST, ACCEPTING, verify=False)
    return [there, back]


def rendered(migration: Migration) -> str:
    """All that a migration says, and every text that it leads to."""
    apis = [f"{api.id} -> {api.new_id} {api.status.value} {api.routes}" for api in migration.apis]
    head = [f"== {migration.direction.value} {migration.status.value} {migration.error or ''}", *apis]
    found = [_finding(finding) for finding in migration.findings]
    for handler in migration.handlers:
        found.append(f"{handler.function} {handler.path} {handler.status.value}")
        found += [_finding(finding) for finding in handler.findings]
    own = FileChange(migration.source, migration.after)
    texts = [f"-- {change.source.path}\n{change.after}" for change in (own, *migration.files)]
    return "\n".join([*head, *found, *texts, ""])


def _finding(finding: Finding) -> str:
    facts = {
        "code": finding.code.name,
        "level": finding.level.value,
        "accepted": finding.accepted,
        "api": finding.api,
        "span": [finding.span.start, finding.span.end] if finding.span else None,
        "path": [*finding.path],
        "file": finding.file,
        "subjects": sorted(finding.subjects),
        "message": finding.message,
        "help": finding.help,
    }
    return written_finding(facts, "")


def entry(migrations: list[Migration], folder: str = "") -> Entry:
    """What is kept of some migrations.

    Arguments:
        folder: a path that is left out of what is hashed.
    """
    text = "".join(rendered(migration) for migration in migrations)
    text = text.replace(folder, ".") if folder else text
    codes = {
        migration.direction.value: " ".join(sorted({finding.code.name for finding in migration.findings}))
        for migration in migrations
    }
    return {"hash": hashlib.sha256(text.encode()).hexdigest()[:16], **codes}


def changed(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> dict[str, Any]:
    """Entries that are not what they were, each with both."""
    return {
        key: (before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    }


def save(path: Path, entries: Mapping[str, Entry]) -> None:
    """Write entries, one a line."""
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items())
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def load(path: Path) -> dict[str, Entry]:
    """Read what `save` wrote."""
    found: dict[str, Entry] = json.loads(path.read_text(encoding="utf-8"))
    return found


def of_folder(folder: Path) -> Iterator[tuple[str, Entry]]:
    """An entry for each template below a folder: both directions, with nothing accepted and with everything."""
    for target in files.find([str(folder)]):
        try:
            source = files.read(target)
        except SourceError:
            continue
        if source is not None:
            made = [
                migrate(source, direction, options, verify=False)
                for direction in Direction
                for options in (Options(), ACCEPTING)
            ]
            yield os.path.relpath(target.path, folder), entry(made, str(folder))


def main(arguments: list[str]) -> int:
    if len(arguments) == 2 and arguments[0] == "show":
        print("".join(rendered(migration) for migration in of_key(arguments[1])))
        return 0
    if len(arguments) not in (3, 4) or arguments[0] != "folder" or arguments[3:] not in ([], ["--update"]):
        print(__doc__, file=sys.stderr)
        return 2
    path, found = Path(arguments[2]), dict(of_folder(Path(arguments[1]).resolve()))
    if arguments[3:] or not path.exists():
        save(path, found)
        print(f"{len(found)} templates written to {path}")
        return 0
    different = changed(load(path), found)
    for key, (before, after) in different.items():
        print(f"{key}\n  before {before}\n  after  {after}")
    print(f"{len(different)} of {len(found)} templates are not what they were")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
