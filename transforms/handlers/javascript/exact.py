"""Uses of values that are the same in both formats."""

from __future__ import annotations

from typing import Final

PASSES: Final = frozenset({"name", "pattern", "parameter", "result", "log", "statement", "read"})
"""Uses that only hand a value on to where it is followed, or to nobody."""

EXACT: Final = {
    "holds": PASSES | {"truth", "null", "typeof"},
    "headers": PASSES | {"truth", "null", "typeof"},
    "lists": PASSES | {"truth", "null", "typeof"},
    "claims": PASSES | {"truth", "null"},
    "claim": PASSES | {"truth", "null"},
    "context": PASSES | {"text", "null"},
    "stage": PASSES | {"truth", "null", "typeof"},
    "encoded": PASSES | {"truth"},
    "id": PASSES | {"truth", "null", "typeof", "compare", "text", "sum", "object", "return", "store", "rebound"},
}
"""For each kind of value the uses that are the same in both formats, whatever it is. Other kinds are judged by themselves."""
