"""The report as a page, read as text and shown by a browser."""

from __future__ import annotations

import hashlib
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from reports import (
    BEFORE,
    CORS,
    FAILED,
    HOSTILE,
    KEYS,
    NOTE,
    PLAN,
    ROUTES,
    finding,
    hostile,
    migration,
    report,
    with_code,
)

from migrator.migration import ApiOutcome, FileChange, Status
from migrator.report import html
from migrator.routes import Proof, Verification
from migrator.text.source import Source

EVIDENCE = Verification(Proof.EQUIVALENT, announced=("GET /keys: no key.",), plan=PLAN, routes=ROUTES)
FULL = report(
    with_code(migration(finding(KEYS, accepted=True), finding(CORS), finding(NOTE, line=40), verification=EVIDENCE)),
    replace(FAILED, error="line 3: `Type` is there twice"),
)


class Reader(HTMLParser):
    """Tags that are not closed in order, every attribute, and the visible text."""

    VOID = frozenset({"meta", "col"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text += " " if tag in ("td", "th") else ""

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def text_of(page: str) -> str:
    return " ".join(Reader(page).text.split())


class TestPage:
    @pytest.mark.parametrize("run", [FULL, report(), hostile()], ids=["full", "empty", "hostile"])
    def test_it_is_whole_and_needs_nothing_else(self, run: Any) -> None:
        page = html.render(run)
        reader = Reader(page)
        assert reader.open == []
        assert not {"script", "link", "img", "iframe", "object", "form"} & set(reader.tags)
        assert not [name for name, _ in reader.attributes if name.startswith("on") or name in ("style", "src")]
        for name, value in reader.attributes:
            assert name != "href" or re.match(r"#t\d+([af]\d+|[a-z]+)?$|https://", value or "")
        ids = [value for name, value in reader.attributes if name == "id"]
        assert len(ids) == len(set(ids))
        assert {value[1:] for name, value in reader.attributes if name == "href" and value and value[0] == "#"} <= set(
            ids
        )

    def test_the_policy_allows_its_own_style_sheet_and_nothing_else(self) -> None:
        page = html.render(FULL)
        style = page.partition("<style>")[2].partition("</style>")[0]
        digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        values = [value for name, value in Reader(page).attributes if name == "content"]
        assert policy in values

    def test_what_it_says(self) -> None:
        said = text_of(html.render(FULL))
        for part in (
            "1 API would migrate (4 routes). Endpoint URL would change.",
            "A → AHttpApi would migrate 4 routes",
            "Access accepted api-keys (security) t.yaml:3:5 api-keys here. Why Why. AWS documentation",
            "2 of 3 differ; they are marked.",
            "GET /keys differs Pool (tokens of P), scope read or write, API key Fn Pool (tokens of P) Fn",
            "GET /gone differs AWS_IAM Fn not there",
            "Fn flagged src/app.py Clients and code must know warning cors src/app.py:4:12 The path is read here.",
            "Other would be rewritten src/app.py Run before and after: different: GET /a: status 200, 500",
            "Plan: 1 to add, 0 to change, 0 to delete; endpoint URL changes it goes away",
            "+ add Topic AWS::SNS::Topic",
            "Changes of src/app.py +1 −1",
            "New file src/events.py +2 −0",
            "Differs as the findings announce: GET /keys: no key.",
            "line 3: Type is there twice",
            "sam-migrate to-http t.yaml",
        ):
            assert part in said

    def test_what_holds_for_two_apis_is_told_of_each_and_a_place_once(self) -> None:
        apis = tuple(ApiOutcome(name, name, Status.MIGRATED, 1) for name in "AB")
        found = [finding(CORS, line=line, api=api) for line, api in ((3, "A"), (3, "A"), (5, "A"), (3, "B"))]
        said = text_of(html.render(report(migration(*found, apis=apis))))
        assert "A would migrate 1 route Clients and code must know warning cors t.yaml:3:5, 5:5 cors here." in said
        assert "B would migrate 1 route Clients and code must know warning cors t.yaml:3:5 cors here." in said
        assert said.count("warning cors cors here.") == 2  # at lines 3 and 5 of the diff

    def test_tokens_that_differ_are_marked(self) -> None:
        page = html.render(FULL)
        assert "Type: <del>Api</del>" in page
        assert "Type: <ins>HttpApi</ins>" in page

    def test_a_finding_is_led_to_from_its_line(self) -> None:
        page = html.render(FULL)
        (anchor,) = re.findall(r'<a class="warning" href="#(\w+)">warning cors</a> cors here', page)
        assert f'<li id="{anchor}" class="warning">' in page

    def test_unchanged_lines_can_be_opened(self) -> None:
        lines = [f"line {n}\n" for n in range(100)]
        after = "".join([*lines[:50], "new\n", *lines[50:]])
        page = html.render(report(replace(migration(before="".join(lines), after=after), edits=())))
        assert page.count('<details class="gap">') == 2
        assert "line 99" in page

    def test_what_is_too_long_is_counted_and_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(html, "MOST_CONTEXT", 10)
        monkeypatch.setattr(html, "MOST_ROWS", 50)
        lines = [f"line {n}\n" for n in range(100)]
        told = replace(migration(before="".join(lines), after="".join(["new\n", *lines])), edits=())
        page = html.render(report(told))
        assert "97 unchanged lines" in page
        assert "line 99" not in page
        long = FileChange(Source("long.py", "a\n" * 100), "b\n" * 100)
        assert "The diff has 200 lines and is left out" in html.render(report(replace(told, files=(long,))))

    def test_what_a_terminal_or_a_reader_would_act_upon_is_visible(self) -> None:
        page = html.render(hostile())
        assert not {"\x1b", "\x07", "\u202e"} & set(page)
        assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in page


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("needs the chromium of the distribution (apt-get install chromium)")
    with playwright.sync_playwright() as runner:
        opened = runner.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def shown(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Show a run; the page, which must ask for nothing and complain about nothing."""
    contexts = []
    noise: list[str] = []
    path = tmp_path / "report.html"

    def show(run: Any, *, scheme: str = "light", width: int = 1200) -> Any:
        path.write_text(html.render(run), encoding="utf-8")
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: noise.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: noise.append(f"error: {error}"))
        page.on("dialog", lambda dialog: noise.append(f"dialog: {dialog.message}"))
        page.on("request", lambda asked: noise.append(asked.url) if asked.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()
    assert noise == []


CONTRAST = """() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const [x, y, z] = [r, g, b].map((v) => linear(v / 255));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return parts(getComputedStyle(document.body).backgroundColor);
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()).join("");
    if (!text || !element.checkVisibility()) continue;
    const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)} ${text.slice(0, 30)}`);
  }
  return found;
}"""
"""Texts whose contrast with what is behind them is below what WCAG 2.2 asks for (AA, 1.4.3)."""


class TestBrowser:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [360, 1200])
    def test_it_is_readable(self, shown: Any, scheme: str, width: int) -> None:
        page = shown(FULL, scheme=scheme, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (background == "rgb(255, 255, 255)") == (scheme == "light")
        while (folded := page.locator("details:not([open]) > summary")).count():
            folded.first.click()
        assert page.evaluate(CONTRAST) == []

    def test_before_and_after_stand_side_by_side_where_there_is_room(self, shown: Any) -> None:
        def tops(page: Any) -> set[float]:
            return {cell.bounding_box()["y"] for cell in page.locator(".routes tbody tr:first-child > td").all()}

        assert len(tops(shown(FULL, width=1200))) == 1
        assert len(tops(shown(FULL, width=360))) == 2

    def test_long_words_do_not_widen_a_narrow_page(self, shown: Any) -> None:
        long = "x" * 400
        told = migration(
            finding(CORS, message=long), before=f"{long}\n" + BEFORE, after=f"{long}y\n" + BEFORE, path=f"{long}.yaml",
            verification=replace(EVIDENCE, announced=(long,)),
        )  # fmt: skip
        page = shown(report(replace(told, edits=()), FULL.migrations[0]), width=360)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    def test_printed_it_is_dark_on_light_and_whole(self, shown: Any) -> None:
        page = shown(FULL, scheme="dark")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.locator(".resources li").first.is_visible(), "what is folded on the screen is printed"
        assert page.evaluate(CONTRAST) == []
        assert page.pdf(format="A4")[:5] == b"%PDF-"

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_hostile_text_stays_text(self, shown: Any, scheme: str) -> None:
        page = shown(hostile(), scheme=scheme)
        assert page.locator("script, img").count() == 0
        assert HOSTILE[:40] in page.inner_text("body")
        assert page.evaluate("[...document.links].every((l) => ['https:', 'file:'].includes(l.protocol))")
        for link in page.locator("main a[href^='#']").all():
            link.click()

    def test_a_script_that_got_in_would_not_run(self, browser: Any, tmp_path: Path) -> None:
        (tmp_path / "report.html").write_text(html.render(FULL).replace("<h1>", "<h1 onclick='document.title = 1'>"))
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto((tmp_path / "report.html").as_uri())
        page.locator("h1").click()
        assert page.title() != "1"
        assert "Content Security Policy" in said[0]
        page.close()


def test_a_page_holds_whatever_encoding_stdout_has() -> None:
    printed = html.render(report(migration(finding(CORS, message="für 漢字"))))
    assert printed.isascii()
    assert "für 漢字" in unescape(printed)
