"""SSO_ISSUER, SSO_SECRET and BOARD are in the environment; the arguments are the user's id, address and name."""

import base64, hmac, json, os, sys, time, uuid


def part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


now, (user_id, email, name) = int(time.time()), sys.argv[1:]
claims = {"iss": os.environ["SSO_ISSUER"], "aud": os.environ["BOARD"], "iat": now, "exp": now + 300}
claims |= {"jti": str(uuid.uuid4()), "sub": user_id, "email": email, "email_verified": True, "name": name}
message = f"{part(json.dumps({'alg': 'HS256', 'typ': 'JWT'}).encode())}.{part(json.dumps(claims).encode())}"
signature = hmac.digest(os.environ["SSO_SECRET"].encode(), message.encode(), "sha256")
print(f"{message}.{part(signature)}")
