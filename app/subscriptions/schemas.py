"""Subscriptions on the wire."""

from app.http.fields import Answer


class SubscriptionRead(Answer):
    subscribed: bool
