"""The codes as SARIF rules, with what GitHub shows of them."""

from __future__ import annotations

import re
from typing import Any

from ..findings import Code, Level
from .meaning import link_title
from .sanitize import fenced, link, prose, sarif_text

MIGRATION = Code(
    "migration",
    Level.INFO,
    "An API can be migrated.",
    "The template can be migrated as it stands; what will differ is reported under codes of its own.",
    "Run sam-migrate with --write, or take the attached changes as a whole.",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html",
)
"""What a result says that carries the changes; no finding has this code."""

LEVELS = {Level.BLOCKER: "error", Level.WARNING: "warning", Level.INFO: "note"}
_PROBLEMS = {Level.BLOCKER: "error", Level.WARNING: "warning", Level.INFO: "recommendation"}
# GitHub sorts what touches security by this number: over 7.0 is high, from 4.0 medium.
_SEVERITIES = {Level.BLOCKER: "7.5", Level.WARNING: "5.0", Level.INFO: "2.0"}
_SENTENCE = re.compile(r"[.!?]$")


def rule(code: Code) -> dict[str, Any]:
    """One rule."""
    address = link(code.docs)
    return {
        "id": code.name,
        # Scanners want a name that is not the id in another spelling.
        "name": "Sam" + "".join(word.capitalize() for word in re.split(r"[-.]", code.name)),
        "shortDescription": {"text": sarif_text(_sentence(code.what))},
        "fullDescription": {"text": sarif_text(_sentence(code.why or code.what))},
        "help": {"text": sarif_text(_help(code, address)), "markdown": _markdown(code, address)},
        **({"helpUri": address} if address else {}),
        "defaultConfiguration": {"level": LEVELS[code.level]},
        "properties": {
            "precision": "very-high",
            "problem.severity": _PROBLEMS[code.level],
            "tags": ["aws-sam", "api-gateway", *(["security"] if code.security else [])],
            **({"security-severity": _SEVERITIES[code.level]} if code.security else {}),
        },
    }


def _sentence(text: str) -> str:
    return text if _SENTENCE.search(text) else f"{text}."


def _help(code: Code, address: str) -> str:
    return "\n\n".join(filter(None, (code.why, code.remedy, address)))


def _markdown(code: Code, address: str) -> str:
    parts = [prose(code.why), f"**What to do.** {prose(code.remedy)}"]
    if code.example:
        for title, text in (("Before", code.example.before), ("After", code.example.after)):
            parts += [f"**{title}**", "\n".join(fenced(text, "yaml"))]
    if address:
        parts.append(f"[{link_title(code)}]({address})")
    return "\n\n".join(part for part in parts if part)
