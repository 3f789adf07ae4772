"""Settings: the member's accounts at the OpenID provider, each of which signs in to this one."""

from fastapi import Response

from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient
from app.oidc.accounts import unlink
from app.oidc.queries import list_identities
from app.pages.request.forms import TypedForm
from app.pages.request.router import PageRouter
from app.pages.routes.oidc import LINKED, LINKING, OfferingPage, away
from app.pages.routes.settings.profile import Done

router = PageRouter()


@router.get("/settings/oidc")
async def show_identities(page: OfferingPage, db: DatabaseConnection, done: Done = "") -> Response:
    member = page.member()
    linked = list_identities(db, issuer=page.settings.oidc_issuer, user_id=member.id)
    return page.render(LINKING, linked=linked, done=done)


@router.post("/settings/oidc")
async def link_identity(page: OfferingPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient) -> Response:
    """Goes to the provider; with `unlink`, a subject, takes that one's link away."""
    member = page.member()
    form.shown_by(LINKING, linked=list_identities(db, issuer=page.settings.oidc_issuer, user_id=member.id))
    if form["unlink"]:
        unlink(db, issuer=page.settings.oidc_issuer, subject=form["unlink"], user_id=member.id)
        return page.see_other(LINKED)
    return away(page, db, client, carried={}, user_id=member.id)
