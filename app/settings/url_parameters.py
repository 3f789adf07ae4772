"""Every parameter that a PostgreSQL URL may have: what it may be here, or why it is refused.

https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS, and what poolers' owners add.
"""

import re

IN_PLACE = ("user", "password", "host", "port", "dbname")  # These have a place in the URL, and may be parameters too.

SECONDS = "[0-9]{1,5}"
# What is done about each is in connection.py.
OBEYED = {
    "application_name": "[ -~]{1,63}",
    "channel_binding": "disable|prefer|require",
    "connect_timeout": "[1-9]|1[0-9]|2[0-5]",
    "keepalives": "0|1",
    "keepalives_count": SECONDS,
    "keepalives_idle": SECONDS,
    "keepalives_interval": SECONDS,
    "options": "[^\\0]+",
    "ssl_max_protocol_version": r"TLSv1\.[23]",
    "ssl_min_protocol_version": r"TLSv1\.[23]",
    "sslmode": "disable|require|verify-ca|verify-full",
    "sslrootcert": ".+",
    "target_session_attrs": "any|read-write|primary",
    "tcp_user_timeout": "[0-9]{1,8}",
}
# With these values they ask for what is so in any case.
SATISFIED = {
    "client_encoding": "(?i:utf-?8|auto)",
    "fallback_application_name": ".*",  # application_name is always sent.
    "gssdelegation": "0",
    "gssencmode": "disable|prefer",
    "load_balance_hosts": "disable",
    "max_protocol_version": r"3\.[0-9]|latest",
    "min_protocol_version": r"3\.0",
    "replication": "false|off|no|0",
    "sslcertmode": "disable|allow",
    "sslcompression": "0|1",  # No TLS library in use compresses any more.
    "sslnegotiation": "postgres",
    "sslsni": "1",
    # Not libpq's: Prisma's and Supabase's. Statements are never prepared by name, and one connection is all there is.
    "connection_limit": "[1-9][0-9]*",
    "pgbouncer": "true|false",
    "schema": "public",
    "supa": "base-pooler.x",
}
NO_CERTIFICATE = "client certificates are not supported: sign in with a password or an IAM token"
NO_LISTS = "lists of revoked certificates are not read"
NO_KERBEROS = "Kerberos is not supported: sign in with a password or an IAM token"
NO_FILES = "put what it says into the URL"
NO_OAUTH = "OAuth is not supported: sign in with a password or an IAM token"
REFUSED = {
    "gsslib": NO_KERBEROS,
    "hostaddr": "name the address, or the name that the certificate has, as the host",
    "krbsrvname": NO_KERBEROS,
    "oauth_client_id": NO_OAUTH,
    "oauth_client_secret": NO_OAUTH,
    "oauth_issuer": NO_OAUTH,
    "oauth_scope": NO_OAUTH,
    "passfile": NO_FILES,
    "require_auth": "not supported; channel_binding=require refuses a server that doesn't know the password",
    "requirepeer": "whose a Unix socket is, is not checked: leave it out",
    "requiressl": "write sslmode=require",
    "scram_client_key": "give the password",
    "scram_server_key": "give the password",
    "service": NO_FILES,
    "servicefile": NO_FILES,
    "sslcert": NO_CERTIFICATE,
    "sslcrl": NO_LISTS,
    "sslcrldir": NO_LISTS,
    "sslkey": NO_CERTIFICATE,
    "sslkeylogfile": "it would write down what decrypts the connection",
    "sslpassword": NO_CERTIFICATE,
}
BETTER = {
    "connect_timeout": "must be from 1 to 25 seconds, as a function answers within 29",
    "sslmode": "must be require, verify-ca, verify-full or disable; allow and prefer would fall back to plain text",
    "target_session_attrs": "must be any, read-write or primary, as the board writes",
}


def check_parameter(name: str, value: str) -> None:
    """Raises ValueError, which names the parameter and not its value."""
    if reason := REFUSED.get(name):
        raise ValueError(f"has the parameter {name}, which is refused: {reason}")
    allowed = OBEYED.get(name) or SATISFIED.get(name)
    if allowed is None:
        raise ValueError(f"has the parameter {name}, which nothing here knows: leave it out")
    if not re.fullmatch(allowed, value):
        known = f"must be {allowed.replace('|', ', ')}" if re.fullmatch(r"[\w|.-]+", allowed) else "has a bad value"
        raise ValueError(f"has the parameter {name}, which {BETTER.get(name, known)}")
