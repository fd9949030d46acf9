"""Look after the links of the built site: every one inside it leads to a file, and to a place in that."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Page:
    """What a page leads to, and the places that can be led to.

    Arguments:
        links: addresses as they stand.
        places: the ids of its elements.
    """

    links: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self._page.places.add(value)
            elif value and (name == "src" or (name == "href" and tag in ("a", "link"))):
                self._page.links.append(value)


def read(path: Path) -> Page:
    """Read one page.

    Arguments:
        path: an HTML file.
    """
    page = Page()
    _Reader(page).feed(path.read_text(encoding="utf-8"))
    return page


@dataclass(frozen=True)
class Looked:
    """What a look at a site showed.

    Arguments:
        links: how many there are.
        broken: what leads nowhere, a line each; also what a page needs from another host in plain http.
    """

    links: int
    broken: tuple[str, ...]


def look(site: Path) -> Looked:
    """Follow every link inside a site.

    Arguments:
        site: the folder of the built site.
    """
    pages = {path: read(path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"}
    broken = (
        f"{path.relative_to(site)}: {link}"
        for path, page in pages.items()
        for link in dict.fromkeys(page.links)
        if not _leads_somewhere(path, link, pages)
    )
    return Looked(sum(len(page.links) for page in pages.values()), tuple(broken))


def _leads_somewhere(path: Path, link: str, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return parts.scheme in ("https", "mailto", "data")
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    target = target / "index.html" if target.is_dir() else target
    if target not in pages:
        return target.is_file()
    return not parts.fragment or unquote(parts.fragment) in pages[target].places
