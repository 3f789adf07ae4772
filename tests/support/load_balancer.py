"""The same requests as they come through a load balancer, which tells the caller's address in a header only."""

from typing import Any

import httpx

from tests.support.gateway import GatewayTransport


class BalancerTransport(GatewayTransport):
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html

    Like the balancer's default (`append`), it keeps what the caller sent as `X-Forwarded-For` and adds what it saw.
    """

    def event(self, request: httpx.Request) -> dict[str, Any]:
        event = super().event(request)
        sent = event["headers"].pop("x-forwarded-for", "")
        event["headers"]["x-forwarded-for"] = f"{sent}, {self.source_ip}" if sent else self.source_ip
        arn = "arn:aws:elasticloadbalancing:region:123456789012:targetgroup/my/6d0ecf8"
        return {
            "requestContext": {"elb": {"targetGroupArn": arn}},
            "httpMethod": request.method,
            "path": event["rawPath"],
            "queryStringParameters": dict(request.url.params),
            "headers": event["headers"],
            "body": event["body"],
            "isBase64Encoded": True,
        }
