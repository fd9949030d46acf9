"""What steps note in a template until the last of them is done, all under ``Metadata.sam-migrate``."""

from __future__ import annotations

from typing import Final

from ..sam import marks

TOOL: Final = marks.TOOL
REPLACES: Final = "replaces"
"""Of a new API: the logical id of the old one. An implicit API has an entry in the metadata of the template."""
STAYS: Final = "stays"
"""Of a new API: routes that a split left with the old one."""
HANDED_OVER: Final = "handed-over"
"""Of a resource: the API whose domain it was a part of."""
WAS: Final = "was"
"""Of the template: what stood in certain places before a switch, by their paths."""
