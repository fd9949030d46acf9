"""Write `migrator/proof/data/registry.json` from the resource schemas that cfn-lint ships.

Run as ``python -m tests.registry`` after an update of cfn-lint; a test compares the file with the schemas. The schemas
are those of the CloudFormation registry, which is as close to it as a machine without AWS gets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cfnlint

SCHEMAS = Path(cfnlint.__file__).parent / "data" / "schemas"
DATA = Path(__file__).resolve().parent.parent / "migrator" / "proof" / "data" / "registry.json"

NAME = re.compile(r"(?:Name|Identifier|Id|Domain|Alias|Prefix|Label)$")
"""What a property is called that holds a physical name; ARNs, descriptions and keys are none."""


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every resource type of every region; where regions differ, that of us-east-1."""
    found: dict[str, dict[str, Any]] = {}
    regions = sorted((SCHEMAS / "providers").glob("*.json"), key=lambda path: (path.stem != "us-east-1", path.stem))
    for region in regions:
        for kind, digest in json.loads(region.read_text()).items():
            if kind not in found:
                found[kind] = json.loads((SCHEMAS / "resources" / f"{digest}.json").read_text())
    return found


def rules(schema: dict[str, Any]) -> dict[str, Any]:
    """What of a schema the plan of a deployment needs."""
    new, may = set[str](), set[str]()
    for pointer in schema.get("createOnlyProperties", ()):
        path = _path(pointer)
        # Which items of a list count cannot be told from the list.
        (may if "*" in path else new).add(path.split("/*")[0])
    may.update(_path(pointer).split("/*")[0] for pointer in schema.get("conditionalCreateOnlyProperties", ()))
    found = {"new": sorted(new), "may": sorted(may - new), "names": dict(sorted(_names(schema)))}
    return {key: value for key, value in found.items() if value}


def _path(pointer: str) -> str:
    return pointer.removeprefix("/properties/").replace("/items/", "/*/").replace("/properties/", "/")


def _names(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The patterns of physical names: of what makes a resource another one, or tells it apart."""
    identifiers = [schema.get("primaryIdentifier", ()), *schema.get("additionalIdentifiers", ())]
    pointers = [*schema.get("createOnlyProperties", ()), *(p for listed in identifiers for p in listed)]
    for name in {_path(pointer) for pointer in pointers if pointer not in schema.get("readOnlyProperties", ())}:
        pattern = schema.get("properties", {}).get(name, {}).get("pattern")
        if pattern is not None and NAME.search(name) and _is_readable(pattern):
            yield name, pattern


def _is_readable(pattern: str) -> bool:
    """Whether Python knows a pattern, which is written for ECMAScript."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def source() -> str:
    """Which schemas are installed."""
    return f"cfn-lint {version('cfn-lint')}"


def rendered() -> str:
    """The text of the file: one type a line."""
    types = {kind: rules(schema) for kind, schema in sorted(schemas().items())}
    lines = ",\n".join(
        f"{json.dumps(kind)}:{json.dumps(found, separators=(',', ':'))}" for kind, found in types.items()
    )
    return f'{{"source":{json.dumps(source())},"types":{{\n{lines}\n}}}}\n'


if __name__ == "__main__":
    DATA.write_text(rendered())
