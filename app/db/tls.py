"""TLS to the database: which certificates are believed, and that plain text has to be asked for."""

import ssl

from app.settings.config import Settings
from app.settings.database_url import DatabaseURL

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


def tls(settings: Settings, url: DatabaseURL) -> ssl.SSLContext | bool:
    """A context that checks the certificate and its name, whatever `sslmode` says short of `disable`.

    `require` is stricter than libpq's, which would talk to anybody. `verify-ca` doesn't compare the name, as with
    Cloud SQL's certificates, and believes only the authorities that are given. A host next door needs no TLS, unless
    its URL asks for it.

    pg8000 takes None for "encrypt if the server likes, and check nothing" and True for "encrypt, and check nothing".
    """
    mode = url.parameters.get("sslmode", "disable" if url.socket_path or url.host in LOCAL_HOSTS else "verify-full")
    if mode == "disable":
        return False
    context = authorities(settings, url.parameters.get("sslrootcert"))
    # libpq doesn't ask for key identifiers, which many a private authority leaves out; Python 3.13, Lambda's, would.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.check_hostname = mode != "verify-ca"
    lowest, highest = (url.parameters.get(f"ssl_{end}_protocol_version") for end in ("min", "max"))
    if lowest:
        context.minimum_version = version(lowest)
    if highest:
        context.maximum_version = version(highest)
    return context


def authorities(settings: Settings, root: str | None) -> ssl.SSLContext:
    """Those that the URL names, otherwise those of the settings, otherwise the system's (`system`, in a URL)."""
    if root == "system":
        return ssl.create_default_context()
    if root:
        return ssl.create_default_context(cafile=root)
    return ssl.create_default_context(cafile=settings.database_ca_file, cadata=settings.database_ca)


def version(name: str) -> ssl.TLSVersion:
    """`TLSv1.3` is TLSVersion.TLSv1_3."""
    return ssl.TLSVersion[name.replace(".", "_")]
