"""Subscriptions on the wire."""

from app.fields import Answer


class SubscriptionRead(Answer):
    subscribed: bool
