"""Webhooks: endpoints of the team that are told of events, by the Standard Webhooks specification."""
