"""What a REST API checks of a request before it reaches the backend; an HTTP API checks nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..sam.extensions import VALIDATOR, VALIDATORS
from .index import Index
from .intrinsics import plain, rendered, text
from .shapes import mapping, value_at

BODY, PARAMETERS = "validateRequestBody", "validateRequestParameters"


@dataclass(frozen=True)
class Checks:
    """What the operations of one API can be checked by.

    Arguments:
        body: the API's OpenAPI body; empty without one.
        validators: validators by name or logical id.
        models: schemas of the models that are resources, by name and logical id.
    """

    body: Mapping[str, Any] = field(default_factory=dict)
    validators: Mapping[str, Any] = field(default_factory=dict)
    models: Mapping[str, Any] = field(default_factory=dict)

    def of(self, fields: Mapping[str, Any]) -> tuple[str, ...]:
        """What is checked of the requests to an operation, as texts.

        Arguments:
            fields: the operation object.
        """
        name = text(fields.get(VALIDATOR, self.body.get(VALIDATOR)))
        if not name:
            return ()
        validator = self.validators.get(name)
        if not isinstance(validator, dict):
            return (f"validator {name}",)
        return (
            *(self._bodies(fields) if _is_on(validator.get(BODY)) else ()),
            *(sorted(self._parameters(fields)) if _is_on(validator.get(PARAMETERS)) else ()),
        )

    def _bodies(self, fields: Mapping[str, Any]) -> Iterator[str]:
        """Models by content type: OpenAPI 3, then Swagger 2, then the methods that are resources."""
        request = self._followed(fields.get("requestBody"))
        contents = mapping(mapping(request).get("content"))
        required = " (required)" if _is_on(mapping(request).get("required")) else ""
        for kind, content in sorted(contents.items()):
            yield f"body {kind}{required}: {self._schema(mapping(content).get('schema'))}"
        for parameter in self._listed(fields):
            if parameter.get("in") == "body":
                required = " (required)" if _is_on(parameter.get("required")) else ""
                yield f"body{required}: {self._schema(parameter.get('schema'))}"
        for kind, model in sorted(mapping(fields.get("requestModels")).items()):
            named = plain(text(model))
            yield f"body {kind}: {rendered(self.models.get(named, named))}"

    def _parameters(self, fields: Mapping[str, Any]) -> Iterator[str]:
        """Parameters that have to be there; those of the path always are."""
        for parameter in self._listed(fields):
            if parameter.get("in") not in ("path", "body") and _is_on(parameter.get("required")):
                yield f"{text(parameter.get('in'))} {text(parameter.get('name'))}"
        for key, required in mapping(fields.get("requestParameters")).items():
            where, _, name = key.removeprefix("method.request.").partition(".")
            if where != "path" and _is_on(required):
                yield f"{where.replace('querystring', 'query')} {name}"

    def _listed(self, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
        listed = fields.get("parameters")
        found = [self._followed(each) for each in (listed if isinstance(listed, list) else ())]
        return [each for each in found if isinstance(each, dict)]

    def _schema(self, schema: Any) -> str:
        """A schema, and behind it those that it refers to: schemas can be circular."""
        found: dict[str, str] = {}
        todo = [schema]
        while todo:
            item = todo.pop()
            if isinstance(item, dict):
                reference = item.get("$ref")
                target = self._followed(item)
                if target is not item and isinstance(reference, str) and reference not in found:
                    found[reference] = rendered(target)
                    todo.append(target)
            todo.extend(item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        return "; ".join([rendered(schema), *(f"{name} = {found[name]}" for name in sorted(found))])

    def _followed(self, value: Any) -> Any:
        """What a ``$ref`` within the body leads to."""
        reference = mapping(value).get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return value
        found = value_at(self.body, reference.removeprefix("#/").split("/"))
        return value if found is None else found


def checks(api: str, body: Any, index: Index) -> Checks:
    """Read what the operations of a REST API can be checked by.

    Arguments:
        api: its logical id.
        body: its ``Body``.
    """
    body = mapping(body)
    validators, models = dict(mapping(body.get(VALIDATORS))), {}
    for name, properties in index.of_type("AWS::ApiGateway::RequestValidator"):
        validators[name] = {
            BODY: properties.get("ValidateRequestBody"),
            PARAMETERS: properties.get("ValidateRequestParameters"),
        }
    for name, properties in index.of_type("AWS::ApiGateway::Model"):
        if plain(text(properties.get("RestApiId"))) == api:
            models[name] = models[text(properties.get("Name")) or name] = properties.get("Schema")
    return Checks(body, validators, models)


def _is_on(value: Any) -> bool:
    return text(value).lower() not in ("", "false")
