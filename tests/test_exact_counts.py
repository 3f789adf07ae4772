"""Counts are exact, whatever several people do in whatever order: the whole board against a model of it."""

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine

from tests.support.board_model import Comment, Post
from tests.support.counts import assert_counts_are_exact
from tests.support.people import People, Person
from tests.support.tags import add_tag

PEOPLE, POSTS = 3, 4
TAGS = ("web", "android")
some_person = st.integers(0, PEOPLE - 1)
some_post = st.integers(0, POSTS - 1)
some_comment = st.integers(0, 7)


class BoardMachine(RuleBasedStateMachine):
    """Person 0 is the admin. Each rule asks the board, and compares its answer with what the model says."""

    crowd: list[Person]
    superuser: Engine

    @initialize()
    def open(self) -> None:
        authors = [number % PEOPLE for number in range(POSTS)]
        self.ids = [self.crowd[author].post_idea()["id"] for author in authors]
        self.posts = [Post(author) for author in authors]
        self.comments: dict[int, Comment] = {}
        for slug in TAGS:
            self.ask(0, "PUT", f"/v1/posts/{self.ids[0]}/tags/{slug}", 200)

    def ask(self, who: int, method: str, path: str, status: int, body: object = None) -> httpx.Response:
        answer = self.crowd[who].client.request(method, path, json=body)
        assert answer.status_code == status, (method, path, body, answer.text)
        return answer

    def seen(self, who: int, which: int) -> bool:
        post = self.posts[which]
        return not post.deleted and (who == 0 or not post.hidden)

    def duplicates_of(self, which: int) -> list[int]:
        return [number for number, post in enumerate(self.posts) if post.merged_into == which and not post.deleted]

    @rule(who=some_person, which=some_post, casts=st.booleans())
    def vote(self, who: int, which: int, casts: bool) -> None:
        post = self.posts[which]
        path = f"/v1/posts/{self.ids[which]}/vote"
        status = 404 if not self.seen(who, which) else 409 if post.locked or post.merged_into is not None else 200
        answer = self.ask(who, "PUT" if casts else "DELETE", path, status)
        if status == 200:
            post.votes.pop(who, None)
            if casts:
                post.votes[who] = None
            assert answer.json() == {"voted": casts, "votes_count": len(post.votes)}

    @rule(who=some_person, which=some_post)
    def comment(self, who: int, which: int) -> None:
        post = self.posts[which]
        path = f"/v1/posts/{self.ids[which]}/comments"
        status = 404 if not self.seen(who, which) else 409 if post.locked or post.merged_into is not None else 201
        answer = self.ask(who, "POST", path, status, {"content": "Yes"})
        if status == 201:
            self.comments[answer.json()["id"]] = Comment(which, who)

    def pick(self, number: int) -> tuple[int, Comment] | None:
        return list(self.comments.items())[-1 - number % len(self.comments)] if self.comments else None

    @rule(who=some_person, number=some_comment)
    def delete_comment(self, who: int, number: int) -> None:
        if picked := self.pick(number):
            comment_id, comment = picked
            gone = comment.deleted or not self.seen(who, comment.post) or (comment.hidden and who != 0)
            status = 404 if gone else 204 if who in (0, comment.author) else 403
            self.ask(who, "DELETE", f"/v1/comments/{comment_id}", status)
            comment.deleted |= status == 204

    @rule(number=some_comment, hidden=st.booleans())
    def hide_comment(self, number: int, hidden: bool) -> None:
        if picked := self.pick(number):
            comment_id, comment = picked
            status = 404 if comment.deleted or not self.seen(0, comment.post) else 200
            self.ask(0, "PATCH", f"/v1/comments/{comment_id}", status, {"hidden": hidden})
            if status == 200:
                comment.hidden = hidden

    @rule(which=some_post, into=some_post)
    def merge(self, which: int, into: int) -> None:
        post, original = self.posts[which], self.posts[into]
        status = self.status_of_merge(which, into)
        self.ask(0, "PUT", f"/v1/posts/{self.ids[which]}/merge", status, {"into": self.ids[into]})
        if status == 200 and post.merged_into is None:
            post.merged_into = into
            for person in post.votes:
                original.votes.setdefault(person, which)
            for comment in self.comments.values():
                if comment.post == which:
                    comment.post, comment.merged_from = into, which

    def status_of_merge(self, which: int, into: int) -> int:
        post, original = self.posts[which], self.posts[into]
        if post.deleted:
            return 404
        if which == into or original.deleted:
            return 422
        if post.merged_into == into:
            return 200
        taken = post.merged_into is not None or original.merged_into is not None or self.duplicates_of(which)
        return 409 if taken or post.hidden or original.hidden else 200

    @rule(which=some_post)
    def undo(self, which: int) -> None:
        post = self.posts[which]
        self.ask(0, "DELETE", f"/v1/posts/{self.ids[which]}/merge", 404 if post.deleted else 200)
        if post.deleted or post.merged_into is None:
            return
        original, others = self.posts[post.merged_into], self.duplicates_of(post.merged_into)
        others.remove(which)
        for person in [person for person, brought_by in original.votes.items() if brought_by == which]:
            bringing = [other for other in others if person in self.posts[other].votes]
            del original.votes[person]
            if bringing:
                original.votes[person] = bringing[0]
        for comment in self.comments.values():
            if comment.merged_from == which:
                comment.post, comment.merged_from = which, None
        post.merged_into = None

    @rule(
        which=some_post, changes=st.fixed_dictionaries({}, optional={"locked": st.booleans(), "hidden": st.booleans()})
    )
    def moderate(self, which: int, changes: dict[str, bool]) -> None:
        post = self.posts[which]
        body: dict[str, Any] = {name: value for name, value in changes.items() if name == "locked"}
        if "hidden" in changes:
            body["visibility"] = "hidden" if changes["hidden"] else "public"
        self.ask(0, "PATCH", f"/v1/posts/{self.ids[which]}", 404 if post.deleted else 200, body)
        if not post.deleted:
            post.locked, post.hidden = changes.get("locked", post.locked), changes.get("hidden", post.hidden)

    @rule(which=some_post, slug=st.sampled_from(TAGS), given=st.booleans())
    def tag(self, which: int, slug: str, given: bool) -> None:
        path = f"/v1/posts/{self.ids[which]}/tags/{slug}"
        self.ask(0, "PUT" if given else "DELETE", path, 404 if self.posts[which].deleted else 200)

    @rule(which=some_post, really=st.integers(0, 3))
    def delete(self, which: int, really: int) -> None:
        if really:  # One in four: a board of deleted posts is a dull one.
            return
        post = self.posts[which]
        status = 404 if post.deleted else 409 if self.duplicates_of(which) else 204
        self.ask(0, "DELETE", f"/v1/posts/{self.ids[which]}", status)
        if status == 204:
            post.deleted = True
            post.votes = {}
            for comment in self.comments.values():
                comment.deleted |= comment.post == which

    @invariant()
    def counts_are_exact(self) -> None:
        """What is stored is what a recount gives, and both are what the model has; and posts stand in the lists of
        their tags where they stand in all others."""
        comments = [comment.post for comment in self.comments.values() if not comment.hidden and not comment.deleted]
        expected = {
            post_id: (len(post.votes), comments.count(which))
            for which, (post_id, post) in enumerate(zip(self.ids, self.posts, strict=True))
        }
        counted = assert_counts_are_exact(self.superuser)
        assert {post_id: counted[post_id] for post_id in self.ids} == expected

    def teardown(self) -> None:
        for which, (post_id, post) in enumerate(zip(self.ids, self.posts, strict=True)):
            for who, person in enumerate(self.crowd):
                answer = person.client.get(f"/v1/posts/{post_id}")
                assert (answer.status_code == 200) == self.seen(who, which)
                if answer.status_code == 200:
                    assert answer.json()["has_voted"] == (who in post.votes)


@pytest.fixture
def crowd(admin: Person, people: People) -> list[Person]:
    for slug in TAGS:
        add_tag(admin, slug)
    return [admin, *(people.join() for _ in range(PEOPLE - 1))]


def test_every_stored_count_equals_the_recount(superuser: Engine, crowd: list[Person]) -> None:
    machine = type("BoardOfThisTest", (BoardMachine,), {"crowd": crowd, "superuser": superuser})
    limits = settings(
        max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(machine, settings=limits)
