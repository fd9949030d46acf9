"""What the metadata of an API tells tools that check templates; their rules are for one type of resource."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Step, View
from migrator.findings import Code, Example, Level
from migrator.text.values import entries_of

from .. import pages

TOOL_METADATA = Code(
    "tool-metadata",
    Level.INFO,
    "The metadata of the API tells a tool which rules to skip.",
    "Rules belong to a resource type, and the other kind of API has different ones. The metadata stays as it is.",
    "Run the tool on the new template and list the rules that you want to skip.",
    pages.METADATA,
    Example(
        "Metadata: {cfn_nag: {rules_to_suppress: [{id: W64}]}}", "Metadata: {cfn_nag: {rules_to_suppress: [{id: W64}]}}"
    ),
)

TOOLS = frozenset({"cfn-lint", "cfn_nag", "cdk_nag", "checkov", "guard"})
"""Keys under which tools look for exceptions. Source: the documentation of cfn-lint, cfn_nag, cdk-nag, Checkov, CloudFormation Guard."""


def migrate(view: View) -> Iterator[Step]:
    """Name the tools, in either direction."""
    for tool, node in entries_of(view.api.attribute("Metadata")).items():
        if tool in TOOLS:
            yield view.find(
                TOOL_METADATA, f"`{tool}` skips rules for {view.api.id} that belong to its old resource type.", node
            )


CONCERN = Concern("tool-metadata", migrate, to_rest=migrate)
