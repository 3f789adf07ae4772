"""A post as the pages of the team show it."""

from typing import Any

from app.models.posts import Post
from app.pages.response.addresses import post_path


def seen(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "title": post.title,
        "content": post.content,
        "status": post.status,
        "response": post.response or "",
        "visibility": post.visibility,
        "locked": post.locked,
        "votes_count": post.votes_count,
        "comments_count": post.comments_count,
        "version": str(post.version),
        "path": post_path(post.id, post.title),
    }
