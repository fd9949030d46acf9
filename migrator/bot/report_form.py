"""The form of the JSON report: names, types and limits of everything that it may hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..findings import Level
from ..migration import HandlerStatus, Risk, Status
from ..options import Direction
from ..report.news import NewsKind
from ..routes import Proof
from .patches import MAX_LINES

_MANY, _SOME = 5_000, 200

Name = Annotated[str, Field(max_length=1_024)]
Prose = Annotated[str, Field(max_length=8_192)]
Text = Annotated[str, Field(max_length=16 << 20)]
Line = Annotated[int, Field(ge=1, le=MAX_LINES)]
Column = Annotated[int, Field(ge=1, le=16 << 20)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Form(BaseModel):
    """What all forms share: nothing is converted, and nothing more than what is named is taken."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ApiForm(Form):
    """What became of one API."""

    id: Name
    new_id: Name
    status: Status
    routes: Count
    beside: bool = False
    step: Literal["", "side-by-side", "switch", "finish", "undo"] = ""
    grows: bool = False
    reason: Prose = ""


class EditForm(Form):
    """A range of text and what replaces it; nothing is made of it."""

    start: int
    end: int
    text: Text
    concern: Name


class FileForm(Form):
    """A file that changes along with its template."""

    path: Name
    new: bool
    edits: Annotated[list[EditForm], Field(max_length=_MANY, fail_fast=True)]
    diff: Text


class FindingForm(Form):
    """One finding."""

    code: Name
    level: Level
    security: bool
    accepted: bool
    api: Name | None
    message: Prose
    help: Prose
    docs: Prose | None
    file: Name | None
    line: Line | None
    column: Column | None
    end_line: Line | None
    end_column: Column | None
    path: Annotated[list[Name | int], Field(max_length=_SOME, fail_fast=True)]


class HandlerForm(Form):
    """The code of one function."""

    path: Name | None
    function: Name
    status: HandlerStatus
    risk: Risk = Risk.NONE
    findings: Annotated[list[FindingForm], Field(max_length=_MANY, fail_fast=True)]
    runs: Annotated[list[Prose], Field(max_length=_MANY, fail_fast=True)]


class ResourceForm(Form):
    """One resource of the deployment plan."""

    id: Name
    type: Name


class TrapForm(Form):
    """What to know before a deployment."""

    name: Name
    refused: bool
    message: Prose


Resources = Annotated[list[ResourceForm], Field(max_length=_MANY, fail_fast=True)]


class PlanForm(Form):
    """The deployment plan."""

    summary: Prose
    url_changes: bool
    refused: bool
    add: Resources
    change: Resources
    replace: Resources
    change_or_replace: Resources
    delete: Resources
    leave: Resources
    traps: Annotated[list[TrapForm], Field(max_length=_SOME, fail_fast=True)]


class AccessForm(Form):
    """What is behind a route and who may call it."""

    target: Prose
    authorizer: Prose
    scopes: Annotated[list[Name], Field(max_length=_SOME, fail_fast=True)]
    api_key: bool
    open: bool
    clients: Annotated[list[Name], Field(max_length=_SOME, fail_fast=True)] | None = None


class RouteForm(Form):
    """One route before and after."""

    api: Name
    route: Prose
    before: AccessForm | None
    after: AccessForm | None
    stays: bool = False


class VerificationForm(Form):
    """What comparing the compiled templates showed."""

    status: Proof
    reason: Prose
    differences: Annotated[list[Prose], Field(max_length=_MANY, fail_fast=True)]
    announced: Annotated[list[Prose], Field(max_length=_MANY, fail_fast=True)]
    deployment: Annotated[list[Prose], Field(max_length=_MANY, fail_fast=True)]
    plan: PlanForm | None
    routes: Annotated[list[RouteForm], Field(max_length=_MANY, fail_fast=True)]


class GuideStepForm(Form):
    """One step of a runbook."""

    text: Prose
    commands: Annotated[list[Prose], Field(max_length=_SOME, fail_fast=True)]
    check: Prose
    back: Annotated[list[Prose], Field(max_length=_SOME, fail_fast=True)]
    docs: Prose | None
    rehearse: bool


class GuideForm(Form):
    """A section of a runbook. Commands of a stranger are shown to nobody: nothing is made of it."""

    title: Prose
    steps: Annotated[list[GuideStepForm], Field(max_length=_SOME, fail_fast=True)]


class OutcomeForm(Form):
    """What became of one template, or would become of it."""

    path: Name
    status: Status
    error: Prose | None
    apis: Annotated[list[ApiForm], Field(max_length=_MANY, fail_fast=True)]
    findings: Annotated[list[FindingForm], Field(max_length=_MANY, fail_fast=True)]
    edits: Annotated[list[EditForm], Field(max_length=100_000, fail_fast=True)]
    files: Annotated[list[FileForm], Field(max_length=_SOME, fail_fast=True)]
    handlers: Annotated[list[HandlerForm], Field(max_length=_MANY, fail_fast=True)]
    verification: VerificationForm
    runbook: Annotated[list[GuideForm], Field(max_length=_SOME, fail_fast=True)] = []
    diff: Text


class PreviewForm(OutcomeForm):
    """What would become of a template, were the losses accepted; nothing is made of it."""

    accept: Annotated[list[Name], Field(max_length=_SOME, fail_fast=True)]


class TemplateForm(OutcomeForm):
    """What became of one template."""

    preview: PreviewForm | None = None


class NewsForm(Form):
    """A line at the end of the report; what is shown is made from the templates anew."""

    kind: NewsKind
    alarming: bool
    message: Prose
    templates: Annotated[list[Name], Field(max_length=2_000, fail_fast=True)]


class SummaryForm(Form):
    """What the run adds up to; nothing is made of it."""

    templates: Count
    migrated: Count
    blocked: Count
    errors: Count
    apis: Count
    routes: Count
    kept: Count = 0
    files_written: Annotated[list[Name], Field(max_length=400_000, fail_fast=True)] = []
    news: Annotated[list[NewsForm], Field(max_length=len(NewsKind), fail_fast=True)] = []


class DocumentForm(Form):
    """The whole report."""

    version: Literal[1]
    tool: Name
    direction: Direction
    dry_run: bool
    templates: Annotated[list[TemplateForm], Field(max_length=2_000, fail_fast=True)]
    summary: SummaryForm
