"""Every table, for what has to know them all: Alembic, and the tests."""

import app.models.api_keys
import app.models.board
import app.models.changelog_entries
import app.models.changelog_posts
import app.models.comments
import app.models.deliveries
import app.models.email_codes
import app.models.event_stream
import app.models.events
import app.models.idempotency_keys
import app.models.moderation_log
import app.models.notification_settings
import app.models.oidc_sign_ins
import app.models.post_tags
import app.models.posts
import app.models.rate_limits
import app.models.refresh_tokens
import app.models.remote_documents
import app.models.roadmap_places
import app.models.sessions
import app.models.sso_identities
import app.models.sso_used_tokens
import app.models.status_history
import app.models.subscriptions
import app.models.suppressed_addresses
import app.models.tags
import app.models.users
import app.models.votes
import app.models.webhook_deliveries
import app.models.webhooks
import app.models.weekly_figures
from app.models.base import metadata as metadata
