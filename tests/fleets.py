"""Inventories for tests: rows of a made-up fleet, and the data sets that hold them."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb

from migrator.fleet.report import sql
from migrator.fleet.rows import TABLES, VERSION, ApiRow, FindingRow, FunctionRow, Row, RunRow, TemplateRow

Tables = Mapping[str, Sequence[Row]]

RUN = RunRow(VERSION, "0.1.0", "1.110.0", "2026-11-29T10:00:00Z", "")
TEMPLATE = TemplateRow("https://github.com/acme/shop.git", "a" * 40, "template.yaml", "@acme/web", 120, 1, "", "d" * 64)
API = ApiRow(
    TEMPLATE.repository, TEMPLATE.path, "Orders", "rest", False, 4, ("cognito",), ("logs",), "to-http", "migrated",
    "migrated", "today", (), (), "equivalent", "not-begun", "", "",
)  # fmt: skip
FUNCTION = FunctionRow(
    TEMPLATE.repository, TEMPLATE.path, "Get", "python", "python3.12", "src/app.py", "unchanged", "none"
)
FINDING = FindingRow(
    TEMPLATE.repository, TEMPLATE.path, "Orders", "cors", "warning", False, "CORS differs.", "template.yaml", 3
)
STOPPED = {"status": "blocked", "side_by_side": "blocked", "proof": "skipped"}


def fleet(*apis: ApiRow, run: RunRow = RUN, functions: Sequence[FunctionRow] = (FUNCTION,)) -> Tables:
    """Tables with some APIs, and a template for each that they are in."""
    there = dict.fromkeys((api.repository, api.path) for api in apis)
    templates = [replace(TEMPLATE, repository=repository, path=path) for repository, path in there]
    return {"runs": [run], "templates": templates, "apis": apis, "functions": functions, "findings": [FINDING]}


def write(tables: Tables, path: Path) -> str:
    """Write a data set; the end of its name says in which form."""
    if path.suffix == ".jsonl":
        lines = [json.dumps({"table": name, **asdict(row)}) for name, rows in tables.items() for row in rows]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return str(path)
    where = str(path) if path.suffix == ".duckdb" else ":memory:"
    with duckdb.connect(where) as connection:
        for name, rows in tables.items():
            known = sql.columns(TABLES[name])
            kinds = ", ".join(f"{sql.name(key)} {kind}" for key, (kind, _) in known.items())
            connection.execute(f"CREATE TABLE {name} ({kinds})")
            if rows:
                holes = ", ".join("?" for _ in known)
                connection.executemany(f"INSERT INTO {name} VALUES ({holes})", [_values(row) for row in rows])
            if path.suffix == ".parquet":
                (path / name).mkdir(parents=True)
                if rows:
                    file = sql.text(f"{path}/{name}/part-00000.parquet")
                    connection.execute(f"COPY {name} TO {file} (FORMAT parquet)")
    return str(path)


def _values(row: Row) -> list[Any]:
    return [list(value) if isinstance(value, tuple) else value for value in asdict(row).values()]


_BLOCKERS = (
    ("api-keys", 9), ("request-validation", 7), ("custom-domain", 6), ("iam", 5), ("resource-policy", 4),
    ("private-endpoint", 3), ("definition-body", 3), ("cache", 2), ("waf", 2), ("edge-endpoint", 2),
    ("lambda-token", 1),
)  # fmt: skip
_FEATURES = ("domain", "cache", "waf", "usage-plan", "validation", "private", "logs", "cors", "tracing", "throttling")
_RUNTIMES = {
    "python": ("python3.8", "python3.9", "python3.12", "python3.13"),
    "javascript": ("nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs22.x"),
    "java": ("java11", "java21"),
    "go": ("provided.al2023", "go1.x"),
    "dotnet": ("dotnet8",),
}


def big(apis: int = 300, *, seed: int = 1, started: str = RUN.started, ready: float = 0.35) -> Tables:
    """A fleet as an organisation may have one."""
    dice = random.Random(seed)
    teams = ("@acme/web", "@acme/payments", "@acme/logistics", "@acme/identity", "@acme/data", "")
    templates, rows, functions = [], [], []
    for number in range(apis):
        repository = f"https://github.com/acme/{dice.choice(('orders', 'billing', 'users', 'stock'))}-{number // 2}.git"
        path = "template.yaml" if number % 2 else "services/api/template.yaml"
        place = {"repository": repository, "path": path}
        templates.append(replace(TEMPLATE, **place, owner=dice.choice(teams), lines=dice.randrange(40, 900)))
        if number % 61 == 60:
            templates[-1] = replace(templates[-1], apis=0, error="line 12: `Type` is there twice")
            continue
        rows.append(_api(dice, place, ready))
        for each in range(dice.randrange(1, 5)):
            language = dice.choices([*_RUNTIMES], [9, 8, 2, 1, 1])[0]
            status = dice.choices(("unchanged", "rewritten", "flagged"), (6, 3, 2))[0]
            functions.append(
                replace(
                    FUNCTION,
                    **place,
                    function=f"F{each}",
                    language=language,
                    runtime=dice.choice(_RUNTIMES[language]),
                    status=status if language in ("python", "javascript") else "unread",
                    risk="fails" if status == "flagged" and dice.random() < 0.2 else "none",
                )
            )
    return {
        "runs": [replace(RUN, started=started)],
        "templates": templates,
        "apis": rows,
        "functions": functions,
        "findings": [],
    }


def _api(dice: random.Random, place: Mapping[str, str], ready: float) -> ApiRow:
    rest = dice.random() < 0.8
    readiness = dice.choices(("today", "option", "change", "stays"), (ready, 0.3, 0.2, 0.1))[0]
    names, weights = zip(*_BLOCKERS, strict=True)
    found = sorted({*dice.choices(names, weights, k=dice.choices((1, 2, 3), (6, 3, 1))[0])})
    row = replace(
        API, **place, api=f"{dice.choice(('Orders', 'Admin', 'Public', 'Partner'))}Api", routes=dice.randrange(1, 30),
        kind="rest" if rest else "http", direction="to-http" if rest else "to-rest", readiness=readiness,
        authorizers=tuple(dice.sample(("cognito", "lambda", "iam", "api-key"), dice.randrange(0, 2))),
        features=tuple(sorted(dice.sample(_FEATURES, dice.randrange(0, 4)))),
    )  # fmt: skip
    if readiness == "today":
        return replace(row, step=dice.choices(("not-begun", "side-by-side", "switched"), (8, 2, 1))[0])
    if readiness == "stays":
        return replace(row, **{**STOPPED, "status": "kept"}, step="kept", reason="partners pin the host name")
    return replace(row, **STOPPED, blockers=tuple(found), options=tuple(found) if readiness == "option" else ())
