"""Whether a function may return a dict before a key is put into it."""

from __future__ import annotations

import libcst as cst

from .displays import entries, key_taken
from .endings import ways
from .returned import Answer
from .trees import walk


def lacks(answer: Answer, key: str) -> bool:
    """Whether some way through the function returns an answer without a key.

    Arguments:
        answer: a dict that is written out.
        key: the key.
    """
    if key in (entries(answer.node) or {}):
        return False
    if key not in answer.added or answer.function is None:
        return key not in answer.added
    puts = {
        id(node)
        for node in walk(answer.function)
        if isinstance(node, cst.Assign) and any(key_taken(target.target) == key for target in node.targets)
    }
    return ways(answer.function.body, puts).returns
