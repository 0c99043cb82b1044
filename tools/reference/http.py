"""The HTTP interface: every address with its parameters and answers, from the OpenAPI that the server shows."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from kg.web.app import create_app
from kg.web.processes import ProcessEngine

Json = Mapping[str, Any]
_METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def openapi() -> Json:
    """The OpenAPI of a server; none is started."""
    with tempfile.TemporaryDirectory() as store:
        document: Json = create_app(ProcessEngine(store, 1)).openapi()
    return document


def page(document: Json) -> str:
    """The page, in Markdown."""
    lines = ["# HTTP interface", "", "The same as a file for programs: [`openapi.json`](openapi.json).", ""]
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                lines += _operation(document, f"{method.upper()} {path}", methods[method])
    return "\n".join(lines)


def _operation(document: Json, address: str, operation: Json) -> Iterator[str]:
    yield from (f"## `{address}`", "", f"**{operation.get('summary', '')}.** {operation.get('description', '')}", "")
    parameters = [_resolved(document, parameter) for parameter in operation.get("parameters", ())]
    if parameters:
        yield from ("| parameter | in | kind | what |", "| --- | --- | --- | --- |")
        for parameter in parameters:
            told = str(parameter.get("description") or parameter.get("schema", {}).get("description", ""))
            name = f"`{parameter['name']}`" + (" (needed)" if parameter.get("required") else "")
            kind = _kind(document, parameter.get("schema", {}))
            yield f"| {name} | {parameter['in']} | {kind} | {_in_cell(told)} |"
        yield ""
    if "requestBody" in operation:
        yield f"Body: {', '.join(f'`{kind}`' for kind in operation['requestBody']['content'])}."
        yield ""
    for status, answer in operation.get("responses", {}).items():
        kinds = ", ".join(f"`{kind}`" for kind in answer.get("content", ()))
        yield f"- **{status}** {answer.get('description', '')}" + (f" ({kinds})" if kinds else "")
    yield ""


def _resolved(document: Json, part: Json) -> Json:
    """What a ``$ref`` stands for."""
    while "$ref" in part:
        reference = part["$ref"]
        part = document
        for step in reference.removeprefix("#/").split("/"):
            part = part[step]
    return part


def _kind(document: Json, schema: Json) -> str:
    """What a parameter's values are, in a few words."""
    schema = _resolved(document, schema)
    if "anyOf" in schema:
        kinds = (_kind(document, one) for one in schema["anyOf"] if one.get("type") != "null")
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"{_kind(document, schema.get('items', {}))}, may be repeated"
    default = f", default `{json.dumps(schema['default'], ensure_ascii=False)}`" if schema.get("default") else ""
    return f"{schema.get('type', 'any')}{default}"


def _in_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
