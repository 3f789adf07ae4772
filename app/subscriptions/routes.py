"""Subscriptions over HTTP."""

from fastapi import APIRouter

from app.auth.caller import Member
from app.db.session import DatabaseSession
from app.errors import problems
from app.http.fields import PathId
from app.subscriptions import changes
from app.subscriptions.schemas import SubscriptionRead

router = APIRouter(prefix="/v1/posts/{post_id}/subscription", tags=["subscriptions"], responses=problems(401, 404))


@router.put("")
async def subscribe(post_id: PathId, caller: Member, db: DatabaseSession) -> SubscriptionRead:
    """Follow a post. Whoever writes, votes or comments follows without asking."""
    changes.set_subscription(db, post_id, user=caller.user, subscribed=True)
    return SubscriptionRead(subscribed=True)


@router.delete("")
async def unsubscribe(post_id: PathId, caller: Member, db: DatabaseSession) -> SubscriptionRead:
    """Follow a post no longer, whatever the caller does there from now on."""
    changes.set_subscription(db, post_id, user=caller.user, subscribed=False)
    return SubscriptionRead(subscribed=False)
