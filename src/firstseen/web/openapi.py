"""The OpenAPI document: who may ask, how refusals look, what every request can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi.openapi.utils import get_openapi

from firstseen.web.api.models import GoogleRefusal, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

_SCHEMES: Final = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key of the desk."},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key."},
    "address": {
        "type": "apiKey",
        "in": "query",
        "name": "key",
        "description": "The same key, for clients that can do no better: addresses end up in logs.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "firstseen_session",
        "description": "A session of the desk's pages. Changes need the header X-CSRF-Token besides.",
    },
}
_TAGS: Final = (
    ("uploads", "Files that are sent, and named by their id in other requests."),
    ("footage", "Footage, where it was seen, and where it is found again."),
    ("cases", "Claims checked, examined and decided."),
    ("fact-checks", "What others published."),
    ("articles", "Fact-checks written, approved, published and corrected."),
    ("exchange", "Fingerprints that desks give each other."),
    ("jobs", "Long work: followed, cancelled."),
    ("people", "Who is asking; accounts and keys, for who administers the desk."),
    ("desk", "The audit, the settings, and whether the desk answers."),
    ("Fact Check Tools", "The shapes of Google's Fact Check Tools API v1alpha1."),
)
_ABOUT: Final = """\
The verbs of the command line over HTTP, with the same JSON as `--json`.

Long work answers 202 with a job, which is followed at `/api/v1/jobs/{job}` or, as server-sent events, at
`/api/v1/jobs/{job}/events`. Lists come in pages: `next` of one is the `cursor` of the following one. Every refusal is
`{"error": {"kind", "message", "status"}}`, and its message says what to do next. A POST can carry an `Idempotency-Key`.
"""


def describe(app: FastAPI) -> None:
    """Let the application describe itself by `document`."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the application."""
    made = get_openapi(
        title="firstseen",
        version=app.version,
        summary=app.summary,
        description=_ABOUT,
        routes=app.routes,
        tags=[{"name": name, "description": told} for name, told in _TAGS],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    parts = made.setdefault("components", {})
    parts["securitySchemes"] = _SCHEMES
    schemas = parts.setdefault("schemas", {})
    for model in (Refusal, GoogleRefusal):
        shape = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= shape.pop("$defs", {})
        schemas[model.__name__] = shape
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path, operation in _operations(made):
        operation["responses"].pop("422", None)
        refused = "GoogleRefusal" if path.startswith("/v1alpha1/") else "Refusal"
        operation["responses"]["default"] = {
            "description": "Refused: the message says why, and what to do next.",
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{refused}"}}},
        }
        open_to_all = path.endswith("/health")
        operation["security"] = [] if open_to_all else [{name: []} for name in _SCHEMES]
    return made


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in made.get("paths", {}).items():
        for operation in methods.values():
            if isinstance(operation, dict) and "responses" in operation:
                yield path, operation
