"""What may be merged into what, and in which order it happens.

A duplicate keeps its own votes and subscriptions, frozen; its original gets a copy of each whose person has none there,
marked with the duplicate. So an undo takes away what is still marked, and the duplicate is as it was. Comments exist
once: they move, and move back in whatever state they are in by then.
"""

from sqlalchemy import Connection

from app.errors import Conflict, Invalid, NotFound, PreconditionFailed, no_such
from app.merges import queries, transfer
from app.merges.queries import LockedPost
from app.models.posts import Post
from app.models.users import User
from app.moderation_log.changes import log_moderation
from app.outbox.wake import wake_after_commit
from app.posts.queries import get_post, has_duplicates


def merge_post(db: Connection, duplicate_id: int, original_id: int, *, staff: User, version: int | None) -> Post:
    """Returns the duplicate; merging it again into the same original changes nothing.

    Raises NotFound, PreconditionFailed, Invalid or Conflict.
    """
    posts = queries.lock_posts(db, duplicate_id, original_id, staff=staff)
    duplicate, original = require_post(posts.get(duplicate_id), version), posts.get(original_id)
    if original_id == duplicate_id:
        raise Invalid("#/into", "A post can't be merged into itself.")
    if original is None:
        raise Invalid("#/into", no_such("post"))
    if duplicate.merged_into_id != original_id:
        check_mergeable(db, duplicate, original)
        transfer.move_to_original(db, duplicate_id, original_id, actor_id=staff.id)
        wake_after_commit(db)
        log_moderation(db, staff.id, "post.merged", "post", duplicate_id, into=original_id)
    return get_post(db, duplicate_id, caller=staff)


def check_mergeable(db: Connection, duplicate: LockedPost, original: LockedPost) -> None:
    """Raises Conflict for a merge that would make a chain or a circle, publish a post or hide one."""
    if duplicate.merged_into_id is not None:
        raise Conflict("This post was merged into another already. Undo that first.", code="merged")
    if original.merged_into_id is not None:
        raise Conflict("That post was itself merged into another. Merge into its original.", code="merged")
    if has_duplicates(db, duplicate.id):
        raise Conflict("Other posts were merged into this one. Undo that first.", code="has-duplicates")
    if (duplicate.visibility, original.visibility) != ("public", "public"):
        raise Conflict("Only public posts can be merged. Approve or show both first.", code="not-public")


def undo_merge(db: Connection, duplicate_id: int, *, staff: User, version: int | None) -> Post:
    """Returns the post; one that is no duplicate stays as it is. Raises NotFound, PreconditionFailed or Conflict."""
    original_id = queries.original_of(db, duplicate_id)
    posts = queries.lock_posts(db, duplicate_id, original_id, staff=staff)
    duplicate = require_post(posts.get(duplicate_id), version)
    if duplicate.merged_into_id is not None:
        if duplicate.merged_into_id != original_id:
            raise Conflict("This post was merged into another meanwhile.", code="merged")
        transfer.move_back(db, duplicate_id, original_id, actor_id=staff.id)
        wake_after_commit(db)
        log_moderation(db, staff.id, "post.unmerged", "post", duplicate_id, into=original_id)
    return get_post(db, duplicate_id, caller=staff)


def require_post(post: LockedPost | None, version: int | None) -> LockedPost:
    """Raises NotFound, or PreconditionFailed where the post is no longer at `version`."""
    if post is None:
        raise NotFound("post")
    if version not in (None, post.version):
        raise PreconditionFailed("post", current=post.version, expected=version)
    return post
