"""What a page says to search engines about itself, in the words of schema.org (JSON-LD)."""

from collections.abc import Iterable
from typing import Any

from app.comments.schemas import CommentRead
from app.http.schemas import UserRead
from app.markdown.excerpts import excerpt
from app.models.users import Member
from app.pages.response.addresses import post_path
from app.posts.details import PostInDetail

CONTEXT = "https://schema.org"
# Characters, as the whole text stands on the page already.
TEXT = 500
COMMENT = 200


def website(base: str, board: str) -> dict[str, Any]:
    return {"@context": CONTEXT, "@type": "WebSite", "name": board, "url": f"{base}/"}


def discussion(base: str, post: PostInDetail, comments: Iterable[CommentRead]) -> dict[str, Any]:
    """https://developers.google.com/search/docs/appearance/structured-data/discussion-forum

    `post`: one that everybody may see.
    """
    url = f"{base}{post_path(post.id, post.title)}"
    return {
        "@context": CONTEXT,
        "@type": "DiscussionForumPosting",
        "@id": url,
        "url": url,
        "headline": post.title,
        "text": excerpt(post.content, TEXT) or post.title,
        "author": person(base, post.author),
        "datePublished": post.created_at.isoformat(),
        "dateModified": post.edited_at.isoformat(),
        "commentCount": post.comments_count,
        "interactionStatistic": [
            counter("LikeAction", post.votes_count),
            counter("CommentAction", post.comments_count),
        ],
        "comment": [
            {
                "@type": "Comment",
                "url": f"{url}#comment-{comment.id}",
                "text": excerpt(comment.content or "", COMMENT),
                "author": person(base, comment.author),
                "datePublished": comment.created_at.isoformat(),
            }
            for comment in comments
            if comment.author is not None and not comment.hidden
        ],
    }


def person(base: str, member: Member | UserRead) -> dict[str, Any]:
    return {"@type": "Person", "name": member.name, "url": f"{base}/people/{member.id}"}


def counter(action: str, count: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"{CONTEXT}/{action}",
        "userInteractionCount": count,
    }
