"""All other pages, imported when the first of them is asked for: half of what importing pages takes."""

from app.pages.routes.admin.board import router as board_settings
from app.pages.routes.admin.board import uploads
from app.pages.routes.admin.figures import router as figures
from app.pages.routes.admin.keys import router as keys
from app.pages.routes.admin.log import router as log
from app.pages.routes.admin.mails import router as undelivered
from app.pages.routes.admin.members import router as members
from app.pages.routes.admin.pending import router as pending
from app.pages.routes.admin.start import router as team_start
from app.pages.routes.admin.tags import router as all_tags
from app.pages.routes.admin.webhooks import router as webhooks
from app.pages.routes.changelog import router as changelog
from app.pages.routes.language import router as language
from app.pages.routes.oidc import router as oidc
from app.pages.routes.people import router as people
from app.pages.routes.releasing import router as releasing
from app.pages.routes.roadmap import router as roadmap
from app.pages.routes.settings.data import router as data
from app.pages.routes.settings.email import router as email
from app.pages.routes.settings.mails import router as mails
from app.pages.routes.settings.oidc import router as linking
from app.pages.routes.settings.password import router as password
from app.pages.routes.settings.profile import router as profile
from app.pages.routes.settings.sessions import router as sessions
from app.pages.routes.sign_in import router as sign_in
from app.pages.routes.sign_up import router as sign_up
from app.pages.routes.sitemap import router as sitemap
from app.pages.routes.sso import router as sso
from app.pages.routes.team.answer import router as answer
from app.pages.routes.team.merge import router as merge
from app.pages.routes.team.moderation import router as moderation
from app.pages.routes.team.tags import router as tags
from app.pages.routes.unsubscribe import router as unsubscribe
from app.pages.routes.voters import router as voters
from app.pages.routes.widget import router as widget

ROUTERS = (
    *(voters, sign_in, oidc, sign_up, sso, language, people, unsubscribe, sitemap),
    *(roadmap, releasing, changelog, widget),
    *(profile, email, password, linking, sessions, mails, data, board_settings),
    *(moderation, answer, tags, merge),
    *(team_start, pending, all_tags, log, figures, members, undelivered, webhooks, keys),
)
UPLOADS = (uploads,)  # Of forms with files.
