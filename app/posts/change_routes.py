"""Writing posts over HTTP: apart from reading them, as a first list needs none of what a change takes."""

from fastapi import Request, Response

from app.auth.dependencies import CurrentUser, MembersOnly, StaffUser, VerifiedUser
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient, CurrentSettings, set_location
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import PathId, PathSlug
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.idempotency.dependencies import Idempotent
from app.models.posts import Post
from app.posts import changes
from app.posts.schemas import PostCreate, PostRead, PostUpdate
from app.posts.tagging import change_tags
from app.rate_limits.limits import limit_posts
from app.tags.schemas import TagList

router = HeedRouter(prefix="/v1/posts", tags=["posts"])
tagging = HeedRouter(prefix="/v1/posts", tags=["tags"])


@router.post(
    "",
    status_code=201,
    response_model=PostRead,
    responses=problem_responses(401, 429),
    dependencies=[MembersOnly, Idempotent],
)
async def create_post(
    body: PostCreate,
    request: Request,
    response: Response,
    caller: VerifiedUser,
    db: DatabaseConnection,
    settings: CurrentSettings,
    client: CurrentClient,
) -> Post:
    """Post an idea. Its author's own vote is cast."""
    response.headers.update(limit_posts(db, settings, author=caller, address=client.address))
    post = changes.create_post(
        db,
        author=caller,
        title=body.title,
        content=body.content,
        tags=body.tags,
        language=settings.language,
        approve_first_posts=settings.approve_first_posts,
    )
    set_location(request, response, f"/v1/posts/{post.id}")
    set_version(request, post.version)
    return post


@router.patch("/{post_id}", response_model=PostRead, responses=problem_responses(401, 404, 412))
async def update_post(
    request: Request,
    post_id: PathId,
    body: PostUpdate,
    caller: CurrentUser,
    db: DatabaseConnection,
    settings: CurrentSettings,
    version: ExpectedVersion,
) -> Post:
    """Change the own post, or, as staff, any."""
    given = body.model_dump(exclude_none=True)
    post = changes.update_post(db, post_id, caller=caller, language=settings.language, version=version, **given)
    set_version(request, post.version)
    return post


@router.delete("/{post_id}", status_code=204, responses=problem_responses(401, 404, 409, 412))
async def delete_post(post_id: PathId, caller: CurrentUser, db: DatabaseConnection, version: ExpectedVersion) -> None:
    """Delete the own post, or, as staff, any."""
    changes.delete_post(db, post_id, caller=caller, version=version)


@tagging.put("/{post_id}/tags/{slug}", response_model=TagList, responses=problem_responses(401, 404))
async def tag_post(post_id: PathId, slug: PathSlug, staff: StaffUser, db: DatabaseConnection) -> object:
    """Tag a post. The answer is its tags then."""
    return {"items": change_tags(db, post_id, slug, actor=staff, tagged=True)}


@tagging.delete("/{post_id}/tags/{slug}", response_model=TagList, responses=problem_responses(401, 404))
async def untag_post(post_id: PathId, slug: PathSlug, staff: StaffUser, db: DatabaseConnection) -> object:
    """Take a tag from a post, if it has it. The answer is its tags then."""
    return {"items": change_tags(db, post_id, slug, actor=staff, tagged=False)}
