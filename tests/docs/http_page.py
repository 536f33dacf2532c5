"""Writes docs/reference/http.md from the application's OpenAPI: `make docs`. A test compares the two."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from firstseen.web import make_app

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "http.md"

HEAD = """\
# HTTP API

Every verb of the command line over HTTP, with the same JSON as `--json`. `firstseen serve` answers it; this
page is written from its OpenAPI document, which stands at `/api/v1/openapi.json`, by `make docs`. How to begin:
[Use a desk from a program](../how-to/use-the-api.md).

## Who may ask

Everything but `/api/v1/health` needs a key of the desk (made on its page *Keys*, or by an admin), as
`Authorization: Bearer KEY`, as `X-API-Key: KEY`, or as `key=KEY` in the address for clients that can do no
better. A key acts in the name of its account and can do what both the account's role and the key's scopes
allow. Pages use a session's cookie instead; changes then need `X-CSRF-Token`.

## Refusals

Every refusal is one object, and its message says what happened, to what, and what to do next:

```json
| 409, 412 | it is not ready, was decided otherwise, or was changed meanwhile |
```

| status | when |
|---|---|
| 400, 422 | what was sent cannot be used |
| 401, 403 | nobody is signed in; somebody who may not |
| 404 | nothing of that kind has that id |
| 405 | another method is meant |
| 408, 413 | the request came too slowly; it is too large |
| 409, 412 | it is not ready, was decided otherwise or was changed meanwhile |
| 421 | the host is none of the desk's |
| 429 | too many requests; `Retry-After` says when to come back |
| 502, 504 | something on the web could not be had; it takes too long |
| 503, 507 | a model or program is missing; the disk is full |

## Long work

Adding, finding, comparing, checking and gathering answer 202 with a job and its `Location`. `state` is
`waiting`, `running`, `done` (`result` holds what came of it), `failed` (`error` says why) or `cancelled`. Jobs
are kept: one that was waiting or running when the server stopped begins again with the next. `GET
/api/v1/jobs/{job_id}/events` is a stream of server-sent events: one `job` whenever it changes, the last one
when it has ended, a comment every 15 seconds of silence. A client that comes back with `Last-Event-ID` gets
what is new, or 204 when nothing is to come.

## Pages of lists

A list is `{"items": […], "next": CURSOR}`. `next` of one page is the `cursor` of the next; on the last it is
null. `limit` is 1 to 200.

## The same request twice

A change can carry an `Idempotency-Key` of 1 to 255 visible ASCII characters. The same request sent again with
it within 24 hours gets the first one's answer, with `Idempotency-Replayed: true`, and is not run again; two at
the same time run once. Another request with the same key is refused with 422. What was refused is not kept, and
may be sent again. Routes of people keep no answers.

## Changes that could be lost

`GET` of a case or a sighting has an `ETag`. A change that sends it as `If-Match` is refused with 412 when
something was changed meanwhile. Articles have versions: an edit names the one it was made on, and is refused
with 409 when there is a newer.

## Google's Fact Check Tools API

`/v1alpha1/claims:search` and `claims:imageSearch` have the exact shapes of [Google's
API](https://developers.google.com/fact-check/tools/api/reference/rest), so that existing clients work when
their address is changed; `key=` takes a key of the desk. They answer from gathered fact-checks and from what
this desk has published. `claims:videoSearch` is ours, in the shape of `claims:imageSearch`: `videoUri`, or a
file that is sent. Pictures and videos are fetched from public addresses only, and found in the desk's footage;
what comes back are the fact-checks that name where that footage was seen. A date is given only where its day is
known. `maxAgeDays` counts from the newer of claim date and review date. Refusals have Google's shape:
`{"error": {"code", "message", "status"}}`.
"""


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with its path and method."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def page() -> str:
    """The whole page."""
    document = make_app("nowhere").openapi()
    parts = [HEAD]
    tags = [tag["name"] for tag in document["tags"]]
    found = list(operations(document))
    tags += [
        one for one in dict.fromkeys(tag for *_, o in found for tag in o.get("tags", [])) if one not in tags
    ]
    for tag in tags:
        told = next((one["description"] for one in document["tags"] if one["name"] == tag), "")
        parts.append(
            f"## {tag[:1].upper()}{tag[1:]}\n\n{told}\n" if told else f"## {tag[:1].upper()}{tag[1:]}\n"
        )
        parts.extend(
            _section(path, method, one, document) for path, method, one in found if tag in one.get("tags", [])
        )
    return "\n".join(parts)


def _section(path: str, method: str, operation: dict[str, Any], document: dict[str, Any]) -> str:
    lines = [f"### `{method} {path}`", "", _joined(operation.get("description", operation["summary"])), ""]
    given = [*_parameters(operation), *_body(operation, document)]
    if given:
        lines += ["| given | as | |", "|---|---|---|", *given, ""]
    lines += [_answer(operation), ""]
    return "\n".join(lines)


def _parameters(operation: dict[str, Any]) -> Iterator[str]:
    for one in operation.get("parameters", []):
        if one["in"] == "header":
            continue
        needed = ", required" if one.get("required") and one["in"] != "path" else ""
        yield _row(one["name"], f"{one['in']}{needed}", one["schema"], one.get("description", ""))


def _body(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        if content:
            yield f"| the file | body | {operation['requestBody'].get('description', '')} |"
        return
    schema = _resolved(content["application/json"]["schema"], document)
    for name, part in schema.get("properties", {}).items():
        needed = ", required" if name in schema.get("required", []) else ""
        yield _row(name, f"body{needed}", part, part.get("description", ""))


def _row(name: str, place: str, schema: dict[str, Any], told: str) -> str:
    kind = _kind(schema)
    words = " ".join(part for part in (_joined(told), kind) if part)
    return f"| `{name}` | {place} | {words} |".replace("\n", " ")


def _kind(schema: dict[str, Any]) -> str:
    choices = schema.get("enum") or next(
        (one["enum"] for one in schema.get("anyOf", []) if "enum" in one), None
    )
    if choices:
        return "One of " + ", ".join(f"`{one}`" for one in choices) + "."
    return ""


def _answer(operation: dict[str, Any]) -> str:
    status, answer = next((s, a) for s, a in operation["responses"].items() if s.startswith("2"))
    schemas = [part.get("schema", {}) for part in answer.get("content", {}).values()]
    name = _model(schemas[0]) if schemas else ""
    return f"Answers {status}{f' with `{name}`' if name else ''}."


def _model(schema: dict[str, Any]) -> str:
    name = schema.get("$ref", "").rpartition("/")[2].rstrip("_")
    if name.startswith("Page_"):
        return f"items: {name.removeprefix('Page_')}, next"
    return name


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def _joined(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    PAGE.write_text(page())
