"""Who holds a post, who has left it, and what rests on those who have: pure."""

from __future__ import annotations

from datetime import date

from upudesk.model import Contact, Pledge, Post
from upudesk.snapshot import Snapshot


def left(post: Post, today: date) -> bool:
    """Whether a post is held no more; its last day counts as left, so that nobody waits for it."""
    return post.ends_on is not None and post.ends_on <= today


def has_left(snapshot: Snapshot, contact: Contact) -> bool:
    """Whether someone holds none of the posts any more that we know of."""
    posts = snapshot.posts_of.get(contact.id, ())
    return bool(posts) and all(left(post, snapshot.today) for post in posts)


def successor_of(snapshot: Snapshot, post: Post) -> Post | None:
    """The post of whoever took over."""
    return next(iter(snapshot.posts_after.get(post.id, ())), None)


def held_on(post: Post, day: date) -> bool:
    begun = post.starts_on is None or post.starts_on <= day
    return begun and (post.ends_on is None or post.ends_on >= day)


def left_since(snapshot: Snapshot, pledge: Pledge) -> Post | None:
    """The post in which a statement was made, where the speaker has left it since.

    None where the speaker is known by name only, holds a post of that day still, or held none.
    """
    posts = snapshot.posts_of.get(pledge.speaker, ()) if pledge.speaker else ()
    held = [post for post in posts if held_on(post, pledge.day)]
    if not held or not all(left(post, snapshot.today) for post in held):
        return None
    return max(held, key=lambda post: post.ends_on or date.max)
