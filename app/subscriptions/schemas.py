"""Subscriptions on the wire."""

from app.http.bodies import ResponseBody


class SubscriptionRead(ResponseBody):
    subscribed: bool
