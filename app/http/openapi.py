"""The OpenAPI document: FastAPI's own, with the problem documents that the routes respond with."""

from typing import Any

from app.http.fields import MAX_ID
from app.http.late_router import LateApp
from app.http.problems import FieldError, Problem, problem_responses

UNREADABLE_BODY = {str(status): response for status, response in problem_responses(400, 413).items()}
TOO_FEW_SCOPES = {str(status): response for status, response in problem_responses(403).items()}
NOT_JSON = {str(status): response for status, response in problem_responses(415).items()}


class HeedAPI(LateApp):
    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            document = super().openapi()
            schemas: dict[str, Any] = document["components"]["schemas"]
            for model in (Problem, FieldError):
                schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
                schema.pop("$defs", None)
                schemas[model.__name__] = schema
            for path in document["paths"].values():
                for operation in path.values():
                    if "security" in operation:  # A credential may have too few scopes for any of these.
                        operation["responses"] = {**TOO_FEW_SCOPES, **operation["responses"]}
                    if "requestBody" in operation:
                        not_json = NOT_JSON if "application/json" in operation["requestBody"]["content"] else {}
                        operation["responses"] = {**UNREADABLE_BODY, **not_json, **operation["responses"]}
            restore_max_id(document)
        return super().openapi()


def restore_max_id(schema: Any) -> None:
    """Replaces the float that FastAPI makes of an id's upper bound, which is one more than the largest bigint."""
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        restore_max_id(value)
    if isinstance(schema, dict) and schema.get("maximum") == float(MAX_ID):
        schema["maximum"] = MAX_ID
