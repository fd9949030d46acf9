"""Make the site, and what of the documentation is made from the program.

python -m docs.site pages     lay out the source of the site in build/site/pages
python -m docs.site check     look whether every link of the built site in build/site/html leads somewhere
python -m docs.site update    write pictures, schemas and the outputs on the pages anew
"""

from __future__ import annotations

import sys

from . import links, pages, update

SOURCE = pages.ROOT / "build" / "site" / "pages"
BUILT = pages.ROOT / "build" / "site" / "html"


def main(arguments: list[str]) -> int:
    """Carry one of the commands out, and return the exit status."""
    match arguments:
        case ["pages"]:
            pages.lay_out(SOURCE)
        case ["check"]:
            found = links.look(BUILT)
            print("\n".join(found.broken) or f"{found.links} links, none broken")
            return bool(found.broken) or not found.links
        case ["update"]:
            for path, text in update.current().items():
                path.write_text(text, encoding="utf-8")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
