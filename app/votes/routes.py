"""Votes over HTTP."""

from fastapi import APIRouter, Request, Response

from app.auth.caller import Member, Staff
from app.db.session import DatabaseSession
from app.errors import problems
from app.http.fields import Cursor, Limit, PathId
from app.http.pagination import decode_cursor, paginate
from app.votes import changes, queries
from app.votes.schemas import VoteRead, VoterPage

router = APIRouter(prefix="/v1/posts/{post_id}", tags=["votes"])


@router.put("/vote", responses=problems(401, 404, 409))
async def cast_vote(post_id: PathId, caller: Member, db: DatabaseSession) -> VoteRead:
    """Vote. Voting twice is voting once."""
    return VoteRead(voted=True, votes_count=changes.cast_vote(db, post_id=post_id, user=caller.user))


@router.delete("/vote", responses=problems(401, 404, 409))
async def withdraw_vote(post_id: PathId, caller: Member, db: DatabaseSession) -> VoteRead:
    """Take the vote back, if there is one."""
    return VoteRead(voted=False, votes_count=changes.withdraw_vote(db, post_id=post_id, user=caller.user))


@router.get("/votes", response_model=VoterPage, responses=problems(400, 401, 403, 404))
async def list_voters(
    request: Request,
    response: Response,
    post_id: PathId,
    staff: Staff,
    db: DatabaseSession,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> object:
    """Who voted, in the order in which they joined the board."""
    position = decode_cursor(request, cursor)
    after = int(position[0]) if position else 0
    voters = queries.list_voters(db, post_id, caller=staff.user, after=after, limit=limit)
    return paginate(request, response, voters, limit, ["user_id"])
