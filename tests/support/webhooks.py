"""An endpoint for tests that need one to be there."""

from tests.support.people import Person


def an_endpoint(admin: Person) -> dict[str, int]:
    """Its id, and that of a delivery, a test; as the paths of routes name them."""
    body = {"url": "https://example.com/heed", "events": ["user.*"]}
    webhook_id = admin.client.post("/v1/webhooks", json=body).raise_for_status().json()["id"]
    delivery = admin.client.post(f"/v1/webhooks/{webhook_id}/test").raise_for_status().json()
    return {"webhook_id": webhook_id, "delivery_id": delivery["id"]}
