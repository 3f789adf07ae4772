"""The OpenAPI contract: FastAPI's own, with the errors that Heed really answers."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.errors import FieldError, Problem, problems

UNREADABLE_BODY = {str(status): response for status, response in problems(400, 413).items()}


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
                        operation["responses"] = {**UNREADABLE_BODY, **operation["responses"]}
        return super().openapi()


def operation_id(route: APIRoute) -> str:
    """What generated clients call it: the name of the function."""
    return route.name
