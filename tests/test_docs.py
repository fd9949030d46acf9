"""What of the documentation is made from the program is what the program makes today, and all of it can be reached."""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from reports import CORS, KEYS, finding, migration, report, with_code  # noqa: E402

import migrator  # noqa: E402
import transforms  # noqa: E402
from docs.site import commands, findings, links, pages, picture, update  # noqa: E402
from migrator.findings import Code  # noqa: E402
from migrator.options import Direction, Options  # noqa: E402
from migrator.report import html, json_report, markdown, sarif  # noqa: E402
from migrator.report.diff import unified  # noqa: E402
from migrator.report.meaning import documented, sections  # noqa: E402
from migrator.text.source import Source  # noqa: E402

TWO_ROUTES = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      CodeUri: src
      Handler: app.handler
      Events:
        List: {Type: Api, Properties: {Path: /orders, Method: get}}
        Hook: {Type: Api, Properties: {Path: /hook, Method: post}}
"""
ANEW = "python -m docs.site update writes it anew"


def test_the_tutorial_shows_what_its_commands_print() -> None:
    assert update.tutorial() == update.TUTORIAL.read_text(encoding="utf-8"), ANEW


def test_the_guide_shows_how_a_handler_is_repaired(tmp_path: Path) -> None:
    page = (pages.DOCS / "handlers.md").read_text(encoding="utf-8")
    code, diff = re.findall(r"```(?:python|diff)\n(.*?)```", page, re.DOTALL)
    template = tmp_path / "template.yaml"
    template.write_text(TWO_ROUTES)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text(code)
    migration = migrator.migrate(Source(str(template), TWO_ROUTES), Direction.TO_HTTP, Options(), verify=False)
    (change,) = migration.files
    assert unified(change).splitlines()[2:] == diff.splitlines()[2:]


def test_the_pictures_show_what_the_program_prints() -> None:
    text = picture.printed()
    for theme in picture.THEMES:
        there = (pages.DOCS / "images" / f"terminal-{theme}.svg").read_text(encoding="utf-8")
        assert picture.words(there) == picture.words(picture.drawn(text, theme)), ANEW


@pytest.mark.parametrize("code", transforms.CODES.values(), ids=lambda code: code.name)
def test_a_page_says_what_explain_says(code: Code) -> None:
    page = unescape(re.sub(r"\\([*_\[\]\\])", r"\1", findings.page(code)))
    for section in sections(code):
        assert f"## {section.title}\n" in page
        assert section.text.strip("\n") in page
        assert all(when in page for _, when in section.levels)
    assert code.what in page


def test_every_finding_has_a_place_in_the_list() -> None:
    listed = [code.name for codes in findings.by_subject().values() for code in codes]
    assert sorted(listed) == sorted(transforms.CODES)
    page = findings.index()
    assert all(f"]({name}.md)" in page for name in transforms.CODES)


def test_a_page_leads_to_the_specification() -> None:
    folders = re.findall(r"`(golden/\S+)`", findings.page(transforms.CODES["iam"]))
    assert 1 <= len(folders) <= 6
    assert all((ROOT / folder / "report.json").is_file() for folder in folders)


def test_every_command_is_described() -> None:
    page = commands.page()
    for name in ("to-http", "to-rest", "verify", "compare", "status", "explain", "rules", "bot check", "bot pr"):
        assert f"## {name}\n" in page
    assert page.count("| `-w, --write` |") == 1
    assert "options of [to-http](#to-http)" in page


def test_every_page_is_in_the_navigation() -> None:
    listed = set(re.findall(r"(\S+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE))
    made = {"commands.md", "findings/index.md", *pages.BESIDE.values()}
    there = {path.name for path in pages.DOCS.glob("*.md")}
    assert listed - {"/findings/*.md", "!/findings/index.md"} >= there | made


def test_names_of_findings_lead_to_their_pages_and_links_out_of_the_folder_hold() -> None:
    assert pages.led("take `api-keys` or `api-keyz`") == "take [`api-keys`](findings/api-keys.md) or `api-keyz`"
    assert pages.led("# `iam`\n```sh\nexplain `iam`\n```\n") == "# `iam`\n```sh\nexplain `iam`\n```\n"
    assert pages.led("| `--a b\\|c` | x |") == "| `--a b|c` | x |"
    assert pages.led("[x](../CONTRIBUTING.md#y), [z](docs/faq.md)") == "[x](contributing.md#y), [z](faq.md)"


class TestLinks:
    SITE = "https://docs.example/sam-migrate/"
    TOLD = documented(with_code(migration(finding(KEYS), finding(CORS))), SITE)

    def test_without_a_site_they_lead_to_aws(self) -> None:
        told = migration(finding(KEYS))
        assert documented(told, None) is told
        assert json.loads(json_report.render(report(told)))["templates"][0]["findings"][0]["docs"] == KEYS.docs

    def test_with_one_every_format_leads_there(self) -> None:
        run, page = report(self.TOLD), f"{self.SITE}findings/api-keys/"
        (template,) = json.loads(json_report.render(run))["templates"]
        assert template["findings"][0]["docs"] == page
        assert all(each["docs"].startswith(self.SITE) for h in template["handlers"] for each in h["findings"])
        rules = json.loads(sarif.render(run))["runs"][0]["tool"]["driver"]["rules"]
        assert page in [rule.get("helpUri") for rule in rules]
        assert f'<a href="{page}" rel="noreferrer noopener">What this means</a>' in html.render(run)
        assert f"[What this means]({page})" in markdown.render(run)
        assert KEYS.docs not in html.render(run)


class TestLinkCheck:
    @pytest.mark.parametrize(
        ("link", "holds"),
        [
            ("other/", True),
            ("other/#there", True),
            ("other/#gone", False),
            ("#here", True),
            ("#gone", False),
            ("gone/", False),
            ("logo.svg", True),
            ("https://aws.amazon.com/", True),
            ("http://plain.example/", False),
        ],
    )
    def test_what_leads_nowhere_is_named(self, tmp_path: Path, link: str, holds: bool) -> None:
        (tmp_path / "other").mkdir()
        (tmp_path / "other/index.html").write_text('<h1 id="there">x</h1>')
        (tmp_path / "logo.svg").write_text("<svg/>")
        (tmp_path / "index.html").write_text(f'<h1 id="here">x</h1><a href="{link}">y</a>')
        assert links.look(tmp_path) == links.Looked(1, () if holds else (f"index.html: {link}",))
