"""Subscriptions over HTTP."""

from app.auth.dependencies import CurrentUser
from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.subscriptions import changes
from app.subscriptions.schemas import SubscriptionRead

router = HeedRouter(
    prefix="/v1/posts/{post_id}/subscription", tags=["subscriptions"], responses=problem_responses(401, 404)
)


@router.put("")
async def subscribe(post_id: PathId, caller: CurrentUser, db: DatabaseConnection) -> SubscriptionRead:
    """Follow a post. Whoever writes, votes or comments follows without asking."""
    changes.set_subscription(db, post_id, user=caller, subscribed=True)
    return SubscriptionRead(subscribed=True)


@router.delete("")
async def unsubscribe(post_id: PathId, caller: CurrentUser, db: DatabaseConnection) -> SubscriptionRead:
    """Follow a post no longer, whatever the caller does there from now on."""
    changes.set_subscription(db, post_id, user=caller, subscribed=False)
    return SubscriptionRead(subscribed=False)
