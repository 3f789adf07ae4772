"""Votes over HTTP."""

from fastapi import APIRouter

from app.auth.dependencies import CurrentUser, StaffUser, VerifiedUser
from app.db.session import DatabaseSession
from app.http.fields import PathId
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.route import HeedRoute
from app.votes import changes, queries
from app.votes.schemas import VoteRead, VoterPage

router = APIRouter(prefix="/v1/posts/{post_id}", tags=["votes"], route_class=HeedRoute)


@router.put("/vote", responses=problem_responses(401, 403, 404, 409))
async def cast_vote(post_id: PathId, caller: VerifiedUser, db: DatabaseSession) -> VoteRead:
    """Vote. Voting twice is voting once."""
    return VoteRead(voted=True, votes_count=changes.cast_vote(db, post_id=post_id, user=caller))


@router.delete("/vote", responses=problem_responses(401, 404, 409))
async def withdraw_vote(post_id: PathId, caller: CurrentUser, db: DatabaseSession) -> VoteRead:
    """Take the vote back, if there is one."""
    return VoteRead(voted=False, votes_count=changes.withdraw_vote(db, post_id=post_id, user=caller))


@router.get("/votes", response_model=VoterPage, responses=problem_responses(400, 401, 403, 404))
async def list_voters(post_id: PathId, staff: StaffUser, db: DatabaseSession, paging: Paging) -> object:
    """Who voted, in the order in which they joined the board."""
    voters = queries.list_voters(db, post_id, caller=staff, after=paging.last_id(), limit=paging.limit)
    return paging.page(voters, "user_id")
