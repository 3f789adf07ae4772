"""An HTTP client that goes through the real Lambda handler: requests become API Gateway events (payload format 2.0)."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import httpx

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


class GatewayTransport(httpx.BaseTransport):
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"""

    def __init__(self, handler: Handler, source_ip: str = "203.0.113.1") -> None:
        self.handler = handler
        self.source_ip = source_ip

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.handler(self.event(request), None)
        body = answer.get("body", "")
        content = base64.b64decode(body) if answer["isBase64Encoded"] else body.encode()
        cookies = [("set-cookie", cookie) for cookie in answer.get("cookies", [])]
        headers = [*answer.get("headers", {}).items(), *cookies]
        return httpx.Response(answer["statusCode"], headers=headers, content=content, request=request)

    def event(self, request: httpx.Request) -> dict[str, Any]:
        headers: dict[str, str] = {}
        for name, value in request.headers.multi_items():
            headers[name] = f"{headers[name]},{value}" if name in headers else value
        raw_path = request.url.raw_path.decode().partition("?")[0]
        return {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": unquote(raw_path),
            "rawQueryString": request.url.query.decode(),
            "headers": headers,
            "requestContext": {
                "accountId": "123456789012",
                "apiId": "api-id",
                "domainName": request.url.host,
                "http": {
                    "method": request.method,
                    "path": raw_path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": self.source_ip,
                    "userAgent": headers.get("user-agent", ""),
                },
                "requestId": "JKJaXmPLvHcESHA=",
                "stage": "$default",
                "time": "12/Mar/2026:19:03:58 +0000",
                "timeEpoch": 1583348638390,
            },
            "body": base64.b64encode(request.read()).decode(),
            "isBase64Encoded": True,
        }
