"""Votes over HTTP."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import Connection

from app.auth.dependencies import CurrentUser, StaffOnly, StaffUser, VerifiedUser
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentSettings
from app.http.fields import PathId
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.http.schemas import UserRead
from app.idempotency.dependencies import Idempotent
from app.models.users import User
from app.users.queries import get_user
from app.votes import changes, on_behalf, queries
from app.votes.on_behalf import CastVote, limit_votes_for_others
from app.votes.schemas import TELL, VoteForAddress, VoteForRead, VoteRead, VoterPage

router = HeedRouter(prefix="/v1/posts/{post_id}", tags=["votes"])


@router.put("/vote", responses=problem_responses(401, 404, 409))
async def cast_vote(post_id: PathId, caller: VerifiedUser, db: DatabaseConnection) -> VoteRead:
    """Vote. Voting twice is voting once."""
    return VoteRead(voted=True, votes_count=changes.cast_vote(db, post_id=post_id, user=caller))


@router.delete("/vote", responses=problem_responses(401, 404, 409))
async def withdraw_vote(post_id: PathId, caller: CurrentUser, db: DatabaseConnection) -> VoteRead:
    """Take the vote back, if there is one."""
    return VoteRead(voted=False, votes_count=changes.withdraw_vote(db, post_id=post_id, user=caller))


@router.get("/votes", response_model=VoterPage, responses=problem_responses(400, 401, 404))
async def list_voters(post_id: PathId, staff: StaffUser, db: DatabaseConnection, paging: Paging) -> object:
    """Who voted, in the order in which they joined the board."""
    voters = queries.list_voters(db, post_id, caller=staff, after=paging.last_id(), limit=paging.limit)
    return paging.page(voters, "user_id")


@router.post("/votes", responses=problem_responses(401, 404, 409, 429), dependencies=[StaffOnly, Idempotent])
async def cast_vote_for_address(
    body: VoteForAddress,
    response: Response,
    post_id: PathId,
    staff: StaffUser,
    db: DatabaseConnection,
    settings: CurrentSettings,
) -> VoteForRead:
    """Vote for somebody who asked by phone or mail, and may have no account yet."""
    response.headers.update(limit_votes_for_others(db, settings, staff))
    cast = on_behalf.cast_vote_for_address(db, settings, post_id, body.email, staff=staff, tell=body.tell)
    return serialize(db, staff, cast)


@router.put("/votes/{user_id}", responses=problem_responses(401, 404, 409, 429))
async def cast_vote_for_member(
    response: Response,
    post_id: PathId,
    user_id: PathId,
    staff: StaffUser,
    db: DatabaseConnection,
    settings: CurrentSettings,
    tell: Annotated[bool, Query(description=TELL)] = False,
) -> VoteForRead:
    """Vote for a member."""
    response.headers.update(limit_votes_for_others(db, settings, staff))
    return serialize(db, staff, on_behalf.cast_vote_for(db, settings, post_id, user_id, staff=staff, tell=tell))


def serialize(db: Connection, staff: User, cast: CastVote) -> VoteForRead:
    user = UserRead.model_validate(get_user(db, cast.user_id, caller=staff))
    return VoteForRead(user=user, votes_count=cast.votes_count, counted=cast.counted)


@router.delete("/votes/{user_id}", responses=problem_responses(401, 404, 409))
async def remove_vote_of_member(
    post_id: PathId, user_id: PathId, staff: StaffUser, db: DatabaseConnection, settings: CurrentSettings
) -> VoteRead:
    """Take back a vote that staff cast for somebody, if there is one. A member's own is the member's."""
    count = on_behalf.remove_vote_of(db, settings, post_id, user_id, staff=staff)
    return VoteRead(voted=False, votes_count=count)
