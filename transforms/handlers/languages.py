"""The languages that are read, in the order in which a handler without a runtime is looked for."""

from __future__ import annotations

from typing import Final

from .javascript.language import JAVASCRIPT
from .language import Language
from .python.language import PYTHON

LANGUAGES: Final[tuple[Language, ...]] = (JAVASCRIPT, PYTHON)
