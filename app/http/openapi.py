"""The OpenAPI contract: FastAPI's own, with the errors that Heed really answers."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.errors import FieldError, Problem, problems
from app.http.fields import MAX_ID

UNREADABLE_BODY = {str(status): response for status, response in problems(400, 413).items()}
NO_JSON = {str(status): response for status, response in problems(415).items()}


class HeedAPI(FastAPI):
    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            contract = super().openapi()
            schemas: dict[str, Any] = contract["components"]["schemas"]
            for model in (Problem, FieldError):
                schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
                schema.pop("$defs", None)
                schemas[model.__name__] = schema
            for path in contract["paths"].values():
                for operation in path.values():
                    if "requestBody" in operation:
                        no_json = NO_JSON if "application/json" in operation["requestBody"]["content"] else {}
                        operation["responses"] = {**UNREADABLE_BODY, **no_json, **operation["responses"]}
            exact(contract)
        return super().openapi()


def exact(schema: Any) -> None:
    """Bounds as whole numbers again: FastAPI makes floats of them, and of the largest id one more than there is."""
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        exact(value)
    if isinstance(schema, dict) and schema.get("maximum") == float(MAX_ID):
        schema["maximum"] = MAX_ID


def operation_id(route: APIRoute) -> str:
    """What generated clients call it: the name of the function."""
    return route.name
