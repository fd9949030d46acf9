"""What is said of a template as a whole, whatever its APIs are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from .findings import Code, Example, Finding, Level, Span
from .migration import FileChange
from .sam.references import references
from .sam.template import Template
from .text.lines import comments
from .text.node import Node
from .text.operations import Outcome
from .text.parsing import parse, parse_template
from .text.source import Source
from .text.tree import Tree
from .text.values import entries_of, innermost, literal
from .view import span

ANATOMY: Final = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy.html"

UNUSED_PARAMETER = Code(
    "unused-parameter",
    Level.INFO,
    "Nothing refers to a parameter, condition or mapping of the template any more.",
    "What used it went with the API's old kind, such as the name of its stage.",
    "Remove the parameter, here and where the stack is deployed.",
    ANATOMY,
    Example("StageName: !Ref Stage", "(removed; `Stage` is not used any more)"),
)
DUPLICATE_KEY = Code(
    "duplicate-key",
    Level.BLOCKER,
    "A key that would have to change occurs more than once in its map.",
    "SAM reads the last one; other tools refuse the file. Which one is meant is not for a tool to say, unless all say the same.",
    "Remove the one that is not meant.",
    ANATOMY,
    acceptable=False,
    levels=(
        (Level.BLOCKER, "something in the repeated key would have to change"),
        (Level.INFO, "nothing in it has to change"),
    ),
)
SEVERAL_DOCUMENTS = Code(
    "several-documents",
    Level.INFO,
    "The file holds several YAML documents.",
    "A SAM template is one document; which of them would be deployed is not for a tool to say.",
    "Put the template into a file of its own if it is to be migrated.",
    ANATOMY,
)

MOVED_COMMENTS = Code(
    "moved-comments",
    Level.INFO,
    "Comments go with the text that they stand in.",
    "What is removed or written anew in another place takes its comments along; all others stay where they are.",
    "Copy over what you want to keep.",
    ANATOMY,
    Example("StageName: # our only stage\n  prod", "(removed)"),
)

UNCLEAR_MARK = Code(
    "unclear-mark",
    Level.WARNING,
    "A comment addresses sam-migrate, and it is not clear what it asks for.",
    "`# sam-migrate: keep`, with a reason after it if you like, keeps an API as it is. It stands on the line of the resource's key, or in the comment lines right above that, no further to the right than the key.",
    "Write `# sam-migrate: keep` on or above the key of the resource, or remove the comment.",
    ANATOMY,
    Example("# sam-migrate: ignore\nOrdersApi:", "# sam-migrate: keep, partners have its address\nOrdersApi:"),
)

NAMED: Final = 3
"""Comments that a message names."""

CODES: Final = (UNUSED_PARAMETER, MOVED_COMMENTS, DUPLICATE_KEY, SEVERAL_DOCUMENTS, UNCLEAR_MARK)


def several(source: Source, tree: Tree) -> tuple[Finding, ...]:
    """Why a file that speaks of SAM is left alone although it can be read.

    Arguments:
        tree: what it holds.
    """
    if tree.documents < 2 or "AWS::Serverless" not in source.text:
        return ()
    code = SEVERAL_DOCUMENTS
    message = f"The file holds {tree.documents} YAML documents. That is no SAM template; nothing is changed."
    return (Finding(code, message, code.remedy, code.level, span=Span(0, 0, 1, 1, 1, 1)),)


def duplicates(template: Template, outcome: Outcome) -> Iterator[Finding]:
    """Find keys that stand twice, where they are not in the way of a change.

    Arguments:
        outcome: what becomes of it.
    """
    code = DUPLICATE_KEY
    for key in (key for key in template.tree.duplicates if not outcome.gone(key)):
        message = f"`{key.text}` occurs more than once in its map; SAM reads the last one. Nothing here is changed."
        yield Finding(code, message, code.remedy, Level.INFO, None, span(template.source, key), key.path())


def unclear(template: Template) -> Iterator[Finding]:
    """Find comments that address us and that nothing can be made of."""
    code, source = UNCLEAR_MARK, template.source
    for mark in template.marks.unclear:
        end = mark.start + len(mark.text)
        why = "stands at no resource" if mark.known else "asks for nothing that is known"
        at = Span(mark.start, end, *source.position(mark.start), *source.position(end))
        yield Finding(
            code, f"The comment `{mark.text}` {why}; nothing follows from it.", code.remedy, code.level, span=at
        )


def unused(template: Template, after: str, files: Iterable[str] = ()) -> Iterator[Finding]:
    """Find parameters, conditions and mappings that the template uses and the migrated one does not.

    Arguments:
        after: its new text.
        files: the new texts of its definition files, in which ``AWS::Include`` resolves names of the template.
    """
    code, source = UNUSED_PARAMETER, template.source
    declared = {(name, s): node for s in NAMING for name, node in entries_of(template.section(s)).items()}
    # The text is read again only where a name stands less often than it did.
    rare = any(after.count(name) < source.text.count(name) for name, _ in declared)
    root = parse_template(Source(source.path, after, source.bom)).root if rare else None
    if root is None:
        return
    gone = _used(template.root) - _used(root)
    for text in files if gone else ():
        gone -= _used(parse(Source("", text)).root or root)
    for (name, section), node in declared.items():
        if (name, section) in gone:
            message = f"Nothing refers to {NAMING[section]} {name} any more."
            remedy = code.remedy if section == "Parameters" else f"Remove the {NAMING[section]}."
            yield Finding(code, message, remedy, code.level, None, span(source, node), node.path())


NAMING = {"Parameters": "parameter", "Conditions": "condition", "Mappings": "mapping"}
"""Sections whose entries do nothing unless something names them (cfn-lint W2001, W8001, W7001)."""
_BY_FIRST = {"If": "Conditions", "FindInMap": "Mappings"}


def _used(root: Node) -> set[tuple[str, str]]:
    """What a template names, each with the section that it stands in."""
    found = {(each.name, "Parameters") for each in references(root)}
    for node in root.walk():
        call = innermost(node)
        first = next(iter(call.argument.elements()), None) if call is not None else None
        if call is not None and call.name in _BY_FIRST:
            found.add((literal(first) or "", _BY_FIRST[call.name]))
        elif call is not None and call.name == "Condition":
            found.add((call.text or "", "Conditions"))
        elif node.kind == "mapping":
            found.add((literal(node.get("Condition")) or "", "Conditions"))
    return found


def lost_comments(template: Template, change: FileChange, root: Node) -> Iterator[Finding]:
    """Find the comments of a document that go with what is removed.

    Arguments:
        change: one document of it, before and after.
        root: the root of that document.
    """
    code, source, after = MOVED_COMMENTS, change.source, change.after
    # The text is read again only where there are fewer signs that may begin a comment.
    again = parse(replace(source, text=after)).root if after.count("#") < source.text.count("#") else None
    left = Counter(text for _, text in comments(after, again)) if again is not None else Counter[str]()
    lost: list[tuple[int, str]] = []
    for start, text in comments(source.text, root) if again is not None else ():
        left[text] -= 1
        if left[text] < 0:
            lost.append((start, text))
    if lost:
        more = f" and {len(lost) - NAMED} more" if len(lost) > NAMED else ""
        named = ", ".join(f"`{text}`" for _, text in lost[:NAMED])
        what = f"{'A comment goes' if len(lost) == 1 else 'Comments go'} with what is removed: {named}{more}."
        (start, text), file = lost[0], source.path if source is not template.source else None
        at, end = source.position(start), source.position(start + len(text))
        yield Finding(code, what, code.remedy, code.level, None, Span(start, start + len(text), *at, *end), file=file)
