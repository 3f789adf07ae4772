"""What a board should know of its posts and comments, for tests that compare it with what it says."""


class Post:
    """What the board should know. `votes`: of each person, the duplicate that brought it, or None for an own one."""

    def __init__(self, author: int) -> None:
        self.author = author
        self.votes: dict[int, int | None] = {author: None}
        self.merged_into: int | None = None
        self.locked = False
        self.hidden = False
        self.deleted = False


class Comment:
    def __init__(self, post: int, author: int) -> None:
        self.post, self.author = post, author
        self.merged_from: int | None = None
        self.hidden = False
        self.deleted = False
