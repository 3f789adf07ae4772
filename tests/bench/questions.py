"""What the growing boards are asked. `{busiest}`, `{voted}` and `{discussed}` are what each board has most of."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SORTS = ("trending", "newest", "votes", "discussed", "updated")
PAGE, LAST_PAGE = 1_000, 46  # The page that is far down; the smallest board has none such, and gives its 46th.
LONG_AGO = f"{datetime.now(UTC) - timedelta(days=100):%Y-%m-%dT%H:%M:%SZ}"
MOST = {
    "busiest": "SELECT author_id FROM posts GROUP BY author_id ORDER BY count(*) DESC, author_id LIMIT 1",
    "voted": "SELECT id FROM posts WHERE visibility = 'public' ORDER BY votes_count DESC, id LIMIT 1",
    "discussed": "SELECT id FROM posts WHERE visibility = 'public' ORDER BY comments_count DESC, id LIMIT 1",
}


@dataclass(frozen=True)
class Question:
    """`path` is asked in every sort where it has `{sort}`; `who`: nobody, a member, or an admin."""

    path: str
    who: str = "nobody"
    app: str = "handler"


LISTS = {
    "all posts": Question("/v1/posts?sort={sort}"),
    f"all posts, page {PAGE:,}": Question("/v1/posts?sort={sort}&cursor={cursor}"),
    "all posts, signed in": Question("/v1/posts?sort={sort}", "member"),
    "all posts, for staff": Question("/v1/posts?sort={sort}", "admin"),
    "pending, for staff": Question("/v1/posts?sort={sort}&visibility=pending", "admin"),
    "status, open": Question("/v1/posts?sort={sort}&status=open"),
    "status, answered": Question("/v1/posts?sort={sort}&status=planned"),
    "status, on ten posts": Question("/v1/posts?sort={sort}&status=started"),
    "tag, on 18 % of posts": Question("/v1/posts?sort={sort}&tag=tag-1"),
    "tag, on 2 %": Question("/v1/posts?sort={sort}&tag=tag-5"),
    "tag, on 1 %": Question("/v1/posts?sort={sort}&tag=tag-20"),
    "tag, on 0.2 %": Question("/v1/posts?sort={sort}&tag=tag-22"),
    "tag, on ten posts": Question("/v1/posts?sort={sort}&tag=tag-21"),
    "the busiest author": Question("/v1/posts?sort={sort}&author={busiest}"),
    "what the caller voted for": Question("/v1/posts?sort={sort}&voted=me", "member"),
    "what changed in 100 days": Question("/v1/posts?sort={sort}&updated_since=" + LONG_AGO),
    "what changed of a tag, for staff": Question(
        "/v1/posts?sort=updated&tag=tag-20&updated_since=" + LONG_AGO, "admin"
    ),
    "comments of the most discussed": Question("/v1/posts/{discussed}/comments"),
    "voters of the most voted, for staff": Question("/v1/posts/{voted}/votes", "admin"),
    "the roadmap": Question("/v1/roadmap"),
    "the roadmap, for staff": Question("/v1/roadmap", "admin"),
    "the changelog": Question("/v1/changelog"),
    "the moderation log": Question("/v1/moderation-log"),
    "the moderation log, of one action, for staff": Question("/v1/moderation-log?action=post.status", "admin"),
    "the stream of events, for an admin": Question("/v1/events?limit=100", "admin"),
    "the stream of events, of a type": Question("/v1/events?limit=100&type=post.created", "admin"),
    "deliveries of a webhook, for an admin": Question("/v1/webhooks/1/deliveries", "admin"),
    "members, for an admin": Question("/v1/users", "admin"),
    "members, by a part of the name": Question("/v1/users?q=member+77", "admin"),
    "figures of 26 weeks, for staff": Question("/v1/stats", "admin"),
}
MANY = "the+of+a+to+is+in+and+string+format+object+value+name+module+function+class+method"
SEARCHES = {
    "search: a word in 10 % of posts": Question("/v1/posts?q=string"),
    "search: a word in 1 %": Question("/v1/posts?q=nested"),
    "search: two words": Question("/v1/posts?q=string+format"),
    "search: a word half typed": Question("/v1/posts?q=metac"),
    "search: a typo": Question("/v1/posts?q=dictonary"),
    "search: a word half typed, as many begin": Question("/v1/posts?q=str"),
    "search: a phrase": Question("/v1/posts?q=%22string+format%22"),
    "search: sixteen words": Question(f"/v1/posts?q={MANY}"),
    "search: common words": Question("/v1/posts?q=the+string+of+a"),
    "search: nothing like it": Question("/v1/posts?q=xylophone"),
    "search: sorted": Question("/v1/posts?q=string&sort={sort}"),
    "search: among the answered": Question("/v1/posts?q=string&status=planned"),
    "search: what changed, for staff": Question("/v1/posts?q=string&sort=updated&updated_since=" + LONG_AGO, "admin"),
    "similar: three words": Question("/v1/posts/similar?title=nested+string+format"),
    "similar: a long title": Question("/v1/posts/similar?title=I+want+nested+dictionary+literals+in+strings+now"),
}
TEXTBOOK = {
    "textbook: by votes": Question("/v1/posts?sort=votes", app="textbook"),
    "textbook: newest": Question("/v1/posts?sort=newest", app="textbook"),
    "textbook: newest, far down": Question(f"/v1/posts?sort=newest&skip={(PAGE - 1) * 20}", app="textbook"),
    "textbook: status": Question("/v1/posts?status=planned", app="textbook"),
    "textbook: search in titles": Question("/v1/posts?search=nested", app="textbook"),
}
