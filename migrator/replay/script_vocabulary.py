"""What JavaScript asks for by name. It is searched, not parsed: a name too many only makes a request longer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .vocabulary import Vocabulary, sorted_out

_KEY = re.compile(r"(?:\.|\?\.)\s*([A-Za-z_$][\w$]*)|\[\s*(['\"`])([^'\"`\\\n]+)\2\s*\]|(['\"`])([\w-]+)\4\s+in\b")
_PATTERN = re.compile(r"\{([^{}()]*)\}\s*=")
_ENTRY = re.compile(r"(['\"]?)([A-Za-z_][\w-]*)\1")
_COMPARED = re.compile(r"[!=]==?\s*(['\"`])([^'\"`\\\n]*)\1|(['\"`])([^'\"`\\\n]*)\3\s*[!=]==?")
_TEXT = re.compile(r"(['\"`])([^'\"`\\\n]*)\1")
_CASE = re.compile(r"(?:\bcase\s+|\b(?:includes|startsWith|endsWith|has)\(\s*)(['\"`])([^'\"`\\\n]*)\1")


def script_vocabulary(texts: Iterable[str]) -> Vocabulary:
    """List what code names.

    Arguments:
        texts: files of JavaScript.
    """
    text = "\n".join(texts)
    keys = [match[1] or match[3] or match[5] for match in _KEY.finditer(text)]
    keys += [entry[2] for pattern in _PATTERN.finditer(text) for entry in _ENTRY.finditer(pattern[1])]
    compared = [match[2] if match[1] else match[4] for match in _COMPARED.finditer(text)]
    weighed = [*compared, *(match[2] for match in _CASE.finditer(text))]
    return sorted_out(keys, compared, weighed, [match[2] for match in _TEXT.finditer(text)])
