"""Pull requests that take one step of the way to production at a time."""

from __future__ import annotations

from apis import BOTH
from checkout import Bot, Checkout
from forge import Forge

from migrator import migrate
from migrator.options import Direction, Options
from migrator.text.source import Source

TO_HTTP = ("--direction", "to-http", "--steps")
BRANCH = "sam-migrate/to-http"
URL = """\
Outputs:
  Url: {Value: !Sub "https://${OrdersApi}.execute-api.${AWS::Region}.amazonaws.com/prod/"}
"""


def merge(checkout: Checkout, forge: Forge, number: int) -> None:
    """Merge a pull request, and bring the checkout there."""
    forge.close(number, merge=True)
    checkout.git("fetch", "-q", str(forge.bare), "main")
    checkout.git("reset", "-q", "--hard", "FETCH_HEAD")


@BOTH
def test_the_next_step_comes_once_the_one_before_is_merged(bot: Bot, checkout: Checkout, forge: Forge) -> None:
    template = (checkout.folder / "template.yaml").read_text() + URL
    checkout.commit("template.yaml", template)
    checkout.git("push", "-q", str(forge.bare), "main")
    expected = [
        ("step 1 of 3: the new APIs beside the old ones", "--switch"),
        ("step 2 of 3: what refers to the old APIs leads to the new ones", "--finish"),
        ("step 3 of 3: the old APIs go", "git revert"),
    ]
    for number, (title, told) in enumerate(expected, 1):
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, err) == (0, "")
        assert forge.said(f"Opened pull request #{number}") in out
        assert forge.pull(number)["title"] == f"Migrate REST APIs to HTTP APIs (AWS SAM), {title}"
        assert "Runbook" in forge.pull(number)["body"]
        assert told in forge.pull(number)["body"]
        assert bot("pr", *TO_HTTP)[1] == forge.said(f"Pull request #{number} is up to date.\n")
        merge(checkout, forge, number)
    after = forge.git("show", "main:template.yaml")
    assert "AWS::Serverless::Api" not in after
    assert "${OrdersHttpApi}.execute-api" in after
    assert bot("pr", *TO_HTTP) == (0, forge.said("Nothing to migrate: no pull request.\n"), "")


def test_a_template_that_is_further_waits(bot: Bot, checkout: Checkout, forge: Forge) -> None:
    template = (checkout.folder / "template.yaml").read_text()
    source = Source("template.yaml", template + URL)
    further = migrate(source, Direction.TO_HTTP, Options(side_by_side=True), verify=False).after
    checkout.commit("further/template.yaml", further)
    checkout.git("push", "-q", str(forge.bare), "main")
    bot("pr", *TO_HTTP)
    assert forge.git("diff", "--name-only", "main", BRANCH) == "template.yaml"
    merge(checkout, forge, 1)
    bot("pr", *TO_HTTP)
    assert "step 2 of 3" in forge.pull(2)["title"]
