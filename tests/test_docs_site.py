"""The built site in a browser: `.ci/run` builds it before; without one there is nothing to look at."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SITE = Path(__file__).resolve().parent.parent / "build" / "site" / "html"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PAGES = sorted(
    f"{path.parent.relative_to(SITE).as_posix()}/"
    for path in SITE.rglob("index.html")
    if path.parent.parent.name != "findings" or path.parent.name in ("api-keys", "handler-claims", "iam")
)
pytestmark = pytest.mark.skipif(not PAGES or not CHROMIUM, reason="needs the built site and chromium")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as runner:
        opened = runner.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize(
    ("width", "scheme", "paths"), [(1280, "light", PAGES), (390, "dark", PAGES[::3])], ids=["screen", "phone"]
)
def test_pages_are_whole(browser: Any, address: str, width: int, scheme: str, paths: list[str]) -> None:
    """No error on the console, nothing from another host, nothing missing, nothing wider than the screen."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
    page.on("request", lambda request: wrong.append(request.url) if "//127.0.0.1:" not in request.url[:20] else None)
    for path in paths:
        page.goto(f"{address}{path}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{path} is wider than {width}")
    page.close()
    assert wrong == []


def test_a_finding_is_found(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.click(".md-search__input")
    page.keyboard.type("usage plan")
    # What is found for the first letters comes before the rest is typed.
    first = page.wait_for_selector('.md-search-result__item a[href*="h=usage+plan"]', timeout=20_000)
    assert "/findings/usage-plan/" in first.get_attribute("href")
    page.close()
