"""create_pages(): every page, and refusals that are pages, too."""

from starlette.datastructures import State

from app.http.error_handlers import add_error_handlers
from app.http.late_router import FeatureRoute, LateApp
from app.http.middleware.error_boundary import ErrorBoundary
from app.pages.request.forms import InvalidForm
from app.pages.response.refusals import on_invalid_form, refuse

ID = "/[^/]+"
POST = f"/posts{ID}"
# The modules in app/pages/routes, and which paths these have. Where two have a path, it is the first's that takes the
# method.
PAGES = {
    "board": "/",
    "writing": f"/posts/new|/(edit|delete){POST}",
    "comments": f"{POST}/comments|(/edit|/delete)?/comments{ID}",
    "post": f"{POST}(/.*)?",
    "files": f"/(assets|logo){ID}",
    "roadmap": f"/roadmap({ID})?",
    "releasing": f"/changelog/new|/(edit|delete)/changelog{ID}",
    "changelog": "/changelog(/.*)?",
    "people": f"/people{ID}",
    "voters": f"/voters{ID}(/remove)?",
    "language": "/language",
    "unsubscribe": "/unsubscribe",
    "sitemap": rf"/robots\.txt|/sitemap({ID})?\.xml",
    "widget": "/widget",
    "sign_in": "/sign-in(/code|/password)?|/sign-out",
    "sign_up": "/sign-up",
    "oidc": "/sign-in/oidc(/callback|/finish)?",
    "sso": "/sso",
    "settings.profile": "/settings",
    "settings.email": "/settings/email(/code)?",
    "settings.password": "/settings/password",
    "settings.oidc": "/settings/oidc",
    "settings.sessions": "/settings/sessions",
    "settings.mails": "/settings/(mails|notifications)",
    "settings.data": "/settings/(data|erase|export)|/erased",
    "team.moderation": f"/team/(posts|comments){ID}",
    "team.answer": f"/team{POST}/answer",
    "team.tags": f"/team{POST}/tags",
    "team.merge": f"/team{POST}/(undo-)?merge",
    "admin.start": "/admin",
    "admin.pending": "/admin/pending",
    "admin.tags": f"/admin/tags({ID})?",
    "admin.log": "/admin/log",
    "admin.figures": "/admin/figures",
    "admin.members": f"/admin/members({ID})?",
    "admin.mails": "/admin/mails",
    "admin.webhooks": f"/admin/webhooks({ID}(/secret|/deliveries{ID})?)?",
    "admin.keys": f"/admin/keys({ID})?",
    "admin.board": "/admin/board(/logo(/remove)?)?",
}


def create_pages(state: State, max_body_size: int) -> LateApp:
    """`state`: the API's, with the settings and the engines."""
    pages = LateApp(
        openapi_url=None,
        redirect_slashes=False,  # The redirect would reflect the Host header.
    )
    pages.state = state
    add_error_handlers(pages, refuse)
    pages.add_exception_handler(InvalidForm, on_invalid_form)
    pages.add_middleware(ErrorBoundary, respond=refuse)
    pages.router.routes = [
        FeatureRoute(f"app.pages.routes.{module}", paths, max_body_size) for module, paths in PAGES.items()
    ]
    return pages
