"""Commands of the SAM and AWS CLIs for one project, and AWS's pages about them.

Every value in them is quoted for a POSIX shell.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import PurePath

from ..spelling import path_argument
from .facts import PairFact, ProjectFacts

STACK, DOMAIN = "STACK_NAME", "DOMAIN_NAME"
"""What stands in a command for a value that is not known here."""
DEFAULTS = ("template.yaml", "template.yml")
"""Templates that the SAM CLI finds itself."""


@dataclass(frozen=True)
class Commands:
    """The commands.

    Arguments:
        facts: of the project.
    """

    facts: ProjectFacts

    @property
    def stack(self) -> str:
        """The stack's name, quoted."""
        return shlex.quote(self.facts.config.stack or STACK)

    def aws(self, words: str) -> str:
        """A command of the AWS CLI with the project's region and profile."""
        config = self.facts.config
        more = [("--region", config.region), ("--profile", config.profile)]
        return " ".join(["aws", words, *(f"{option} {shlex.quote(value)}" for option, value in more if value)])

    def sam(self, command: str, *more: str) -> str:
        """A command of the SAM CLI, where it finds template and configuration; what those say need not be repeated."""
        folder = str(PurePath(self.facts.template).parent)
        line = " ".join(["sam", command, *more])
        return line if folder == "." else f"(cd {shlex.quote(folder)} && {line})"

    @property
    def template_option(self) -> tuple[str, ...]:
        """The template where the SAM CLI would take another one."""
        name = PurePath(self.facts.template).name
        told = self.facts.config.template
        if told is not None and PurePath(told) == PurePath(name):
            return ()
        return () if told is None and name in DEFAULTS else (f"--template-file {shlex.quote(name)}",)

    @property
    def stack_option(self) -> tuple[str, ...]:
        """The stack where the project's configuration does not name it."""
        return () if self.facts.config.stack else (f"--stack-name {self.stack}",)

    @property
    def added(self) -> tuple[str, ...]:
        """The command that puts new files under version control; none without such."""
        files = self.facts.new_files
        return (shlex.join(["git", "add", *files]),) if files else ()

    def api_id(self, variable: str, logical_id: str) -> str:
        """Put the physical id of an API into a shell variable."""
        query = "--query StackResourceDetail.PhysicalResourceId --output text"
        resource = f"--stack-name {self.stack} --logical-resource-id {shlex.quote(logical_id)}"
        return f"{variable}=$({self.aws(f'cloudformation describe-stack-resource {resource} {query}')})"

    def output(self, variable: str, name: str) -> str:
        """Put the value of an output into a shell variable."""
        query = f"Stacks[0].Outputs[?OutputKey=='{name}'].OutputValue"
        quoted = f'"{query}"' if name.isalnum() else shlex.quote(query)
        words = f"cloudformation describe-stacks --stack-name {self.stack} --query {quoted} --output text"
        return f"{variable}=$({self.aws(words)})"

    def url(self, variable: str, pair: PairFact, *, new: bool) -> tuple[str, ...]:
        """Put the URL of an API into a shell variable: from its output, else from its id."""
        output = pair.new_output if new else pair.old_output
        if output is not None:
            return (self.output(variable, output),)
        stage = pair.new_stage if new else pair.old_stage
        tail = "" if stage == "$default" else f"/{shlex.quote(stage or 'STAGE_NAME')}"
        region = shlex.quote(self.facts.config.region or "REGION")
        ids = self.api_id(f"{variable}_ID", pair.new if new else pair.old)
        return (ids, f'{variable}="https://${variable}_ID.execute-api."{region}.amazonaws.com{tail}')

    def migrate(self, *options: str) -> str:
        """A run of ours over the template."""
        return shlex.join(["sam-migrate", self.facts.direction, *options, path_argument(self.facts.template)])

    def step(self, *options: str) -> str:
        """A further run for the same APIs."""
        return self.migrate(*self.facts.which, *options)


_CFN = "https://docs.aws.amazon.com/AWSCloudFormation/latest"
_SAM = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide"
_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide"

DEPLOY = f"{_SAM}/sam-cli-command-reference-sam-deploy.html"
VALIDATE = f"{_SAM}/sam-cli-command-reference-sam-validate.html"
CHANGE_SETS = f"{_CFN}/UserGuide/using-cfn-updating-stacks-changesets.html"
IMPORTS = f"{_CFN}/APIReference/API_ListImports.html"
EXPORTS = f"{_CFN}/UserGuide/using-cfn-stack-exports.html"
MAPPING_IN_PLACE = f"{_CFN}/UserGuide/aws-resource-apigatewayv2-apimapping.html"
MAPPINGS = f"{_GATEWAY}/http-api-mappings.html"
ROUTING = f"{_GATEWAY}/rest-api-routing-mode.html"
DOMAINS = f"{_GATEWAY}/how-to-custom-domains.html"
METRICS = f"{_GATEWAY}/http-api-metrics.html"
REST_METRICS = f"{_GATEWAY}/api-gateway-metrics-and-dimensions.html"
