"""A comparison as one JSON document, ASCII only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ... import __version__
from ...proof.difference import Difference
from ...proof.pairing import ApiPair
from ..json_report import VERSION, plan
from ..words import picked
from . import Compared


def render(compared: Compared) -> str:
    """Print a comparison, or why there is none."""
    found = compared.comparison
    document = {
        "version": VERSION,
        "tool": __version__,
        "before": compared.before,
        "after": compared.after,
        "status": found.status.value if found else "error",
        "error": compared.error,
        "apis": [_pair(each) for each in (found.pairs if found else ())],
        "differences": _differences(found.differences if found else ()),
        "accepted": _differences(found.accepted if found else ()),
        "uncompared": list(found.uncompared if found else ()),
        "notes": list(found.notes if found else ()),
        "deployment": list(found.plan.lines) if found else [],
        "plan": plan(found.plan) if found else None,
    }
    return json.dumps(document, indent=2) + "\n"


def _pair(pair: ApiPair) -> dict[str, Any]:
    matched = {**picked(pair, "before", "after"), "matched": pair.match.name.lower()}
    return {**matched, **picked(pair, "kinds", "routes")}


def _differences(found: Sequence[Difference]) -> list[dict[str, Any]]:
    return [{"api": d.api or None, "message": d.sentence, "weaker": d.weaker, "facet": d.facet or None} for d in found]
