"""Pages that need nothing else: no script, no address, both colour schemes."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from .sanitize import clean

if TYPE_CHECKING:
    from jinja2 import Template


_PARTS = Path(__file__).parent


def page(name: str, *, folder: str = "report", style: str = "", **values: Any) -> str:
    """Print a page: a template with our style sheet, a policy that allows nothing else, and the version.

    It is ASCII, with references for all else: stdout has the encoding of the terminal, whatever a page says of its own.

    Arguments:
        name: file of the template.
        folder: where it is, from the package's own.
        style: more of a style sheet.
        values: what it shows; every text is made harmless.
    """
    css = (_PARTS / "html.css").read_text(encoding="utf-8") + style
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    text = _template_of(name, folder).render(css=_markup(css), policy=policy, version=__version__, **values)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


@lru_cache
def _template_of(name: str, folder: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("migrator", folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_harmless,
    )
    environment.filters["ticked"] = _ticked
    return environment.get_template(name)


def _harmless(value: Any) -> Any:
    return _line(value) if type(value) is str else value


def _line(text: str) -> str:
    """Text on one line, tabs kept: a runner would take a line that begins with colons for a command."""
    return clean(text).replace("\n", "␊")


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own style sheet


def _ticked(text: str) -> Any:
    """What stands between backticks, in the font of code."""
    from markupsafe import Markup

    parts = map(_line, text.split("`"))
    if text.count("`") % 2:
        return _line(text)
    return Markup("").join(Markup("<code>{}</code>").format(p) if n % 2 else p for n, p in enumerate(parts))
