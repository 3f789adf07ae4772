"""A member as everybody sees one: the name, and the ideas."""

from fastapi import Response

from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.http.pagination import Paging
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.posts.filters import Filters
from app.posts.queries import list_posts
from app.users.queries import get_user

router = PageRouter()


@router.get("/people/{user_id}")
async def show_person(page: CurrentPage, db: DatabaseConnection, user_id: PathId, paging: Paging) -> Response:
    person = get_user(db, user_id, caller=page.user)
    posts = list_posts(
        db,
        caller=page.user,
        filters=Filters(author=user_id),
        sort="newest",
        language=page.settings.language,
        after=paging.position(),
        limit=paging.limit,
    )
    shown = paging.page(posts, "position", "id")
    return page.render("person.html", person=person, posts=shown["items"], around=paging.around(shown))
