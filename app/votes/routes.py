"""Votes over HTTP."""

from fastapi import APIRouter

from app.auth.caller import Member
from app.database import DatabaseSession
from app.errors import problems
from app.fields import PathId
from app.votes import queries
from app.votes.schemas import VoteRead

router = APIRouter(prefix="/v1/posts/{post_id}/vote", tags=["votes"], responses=problems(401, 404, 409))


@router.put("")
async def cast_vote(post_id: PathId, caller: Member, db: DatabaseSession) -> VoteRead:
    """Vote. Voting twice is voting once."""
    return VoteRead(voted=True, votes_count=queries.cast_vote(db, post_id=post_id, user=caller.user))


@router.delete("")
async def withdraw_vote(post_id: PathId, caller: Member, db: DatabaseSession) -> VoteRead:
    """Take the vote back, if there is one."""
    return VoteRead(voted=False, votes_count=queries.withdraw_vote(db, post_id=post_id, user=caller.user))
