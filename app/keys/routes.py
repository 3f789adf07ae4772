"""API keys over HTTP, for an admin who signed in at the board: no key makes another."""

from fastapi import Response

from app.auth.api_keys import new_key
from app.auth.dependencies import OwnAdmin, OwnAdminOnly
from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.idempotency.dependencies import idempotent_without
from app.keys import changes, queries
from app.keys.schemas import KeyCreate, KeyCreated, KeyPage, KeyRead

router = HeedRouter(prefix="/v1/keys", tags=["keys"])


@router.post(
    "",
    status_code=201,
    responses=problem_responses(401, 409),
    dependencies=[OwnAdminOnly, idempotent_without("key")],
)
async def create_key(body: KeyCreate, response: Response, admin: OwnAdmin, db: DatabaseConnection) -> KeyCreated:
    """Make a key for a program of the team's, which acts as an integration of this name. It is shown this once."""
    response.headers["Cache-Control"] = "no-store"
    key = new_key()
    made = changes.create_key(db, key, admin=admin, **body.model_dump())
    return KeyCreated(**KeyRead.model_validate(made).model_dump(), key=key)


@router.get("", response_model=KeyPage, responses=problem_responses(400, 401))
async def list_keys(_: OwnAdmin, db: DatabaseConnection, paging: Paging) -> object:
    """The latest first; those that were revoked are gone."""
    return paging.page(queries.list_keys(db, before=paging.last_id() or None, limit=paging.limit), "id")


@router.delete("/{key_id}", status_code=204, responses=problem_responses(401, 404))
async def revoke_key(key_id: PathId, admin: OwnAdmin, db: DatabaseConnection) -> None:
    """Refused from the next request on. What its integration wrote stays."""
    changes.revoke_key(db, key_id, admin=admin)
