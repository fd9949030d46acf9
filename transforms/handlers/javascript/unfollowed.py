"""Uses of what holds other keys, where nothing follows it any further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import field_uses, sentences
from ..fields import NULLABLE
from .chains import Chain

if TYPE_CHECKING:
    from .judge import Judge


def unfollowed(judge: Judge, chain: Chain) -> None:
    """A use of a holder that cannot be followed."""
    kind = chain.use.kind
    if kind in ("in",) or (kind == "method" and chain.use.name in ("hasOwnProperty", "has")):
        if kind == "in" and judge.table((*chain.path, chain.use.name)) is None:
            return
        if kind == "in" and not chain.path and not judge.http and chain.use.name in NULLABLE | {"cookies"}:
            return
        asked = f"`{chain.use.name}`" if kind == "in" else "a key"
        sentences.KEY_ASKED.on(judge, chain, judge.use_of(chain).shown, asked)
    else:
        field_uses.unfollowed(judge.use_of(chain))
