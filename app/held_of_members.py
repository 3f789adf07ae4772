"""What each feature holds of a member, by its name in the export of an account."""

from app.auth.queries import codes_of, sessions_of
from app.auth.sso_queries import identities_of
from app.changelog.queries import changelog_of
from app.comments.queries import comments_of
from app.keys.queries import keys_of
from app.moderation_log.queries import entries_about
from app.notifications.queries import notifications_of
from app.outbox.queries import events_of, mails_of
from app.posts.queries import posts_of
from app.statuses.queries import status_changes_of
from app.subscriptions.queries import subscriptions_of
from app.votes.queries import votes_cast_by, votes_of
from app.webhooks.queries import webhooks_of

HELD_OF_MEMBERS = {
    "sessions": sessions_of,
    "identities": identities_of,
    "codes": codes_of,
    "posts": posts_of,
    "votes": votes_of,
    "cast_votes": votes_cast_by,
    "comments": comments_of,
    "subscriptions": subscriptions_of,
    "statuses": status_changes_of,
    "changelog": changelog_of,
    "moderation": entries_about,
    "events": events_of,
    "mails": mails_of,
    "notifications": notifications_of,
    "webhooks": webhooks_of,
    "keys": keys_of,
}
