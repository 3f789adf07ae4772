"""Every route of an app, for tables that must have them all."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount


def routes_of(app: FastAPI) -> set[str]:
    """As `GET /health`: of routers, of the app itself, hidden from the contract, mounted."""
    found = set()
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, Mount):
            found.add(f"GET {context.path}/{{path}}")
        else:
            found |= {f"{method} {context.path}" for method in (context.methods or ()) if method != "HEAD"}
    return found
