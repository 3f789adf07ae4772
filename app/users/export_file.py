"""The export of an account as a file to keep."""

from fastapi import Request, Response
from sqlalchemy import Connection

from app.http.compression import compressed
from app.models.users import User
from app.users.export import export_account
from app.users.export_schemas import AccountExport


def export_file(request: Request, db: Connection, user: User) -> Response:
    """Compressed, as Lambda answers with 6 MB at most."""
    export = AccountExport.model_validate(export_account(db, user, request.app.state.held_of_members()))
    headers = {
        "Content-Disposition": 'attachment; filename="heed-account.json"',
        "Cache-Control": "private, no-store",
        "Vary": "Accept-Encoding",
    }
    return compressed(request, export.model_dump_json().encode(), "application/json", headers)
