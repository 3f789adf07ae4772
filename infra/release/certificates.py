"""The certificates that RDS's and Aurora's are signed with. No system trusts them; AWS publishes them for each region.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
"""

import re
import ssl
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from infra.build.folder import RDS_CERTIFICATES
from infra.release.errors import ReleaseError
from infra.release.store import Store
from infra.sam_config import SamConfig

PUBLISHED = "https://truststore.pki.rds.amazonaws.com/{region}/{region}-bundle.pem"
SECONDS = 20
SHIPPED = "/var/task/certificates/rds.pem"  # Where infra/build puts them for the functions.
RDS_HOST = re.compile(r".+\.([a-z]{2}(?:-[a-z]+)+-\d+)\.rds\.amazonaws\.com\.?")


def provide_certificates(config: SamConfig, store: Store) -> None:
    """Fetches them where the database is RDS's, and has the functions trust them. Raises ReleaseError.

    Aurora's stack tells its functions by itself. For a database of one's own it is the setting DATABASE_CA_FILE, as a
    changed DATABASE_URL is read without a deployment too; one that somebody chose stays.
    """
    RDS_CERTIFICATES.unlink(missing_ok=True)
    if config.parameter("Database") == "aurora":
        fetch_certificates(config.region, RDS_CERTIFICATES)
        return
    settings = store.read()
    region = region_of(settings["DATABASE_URL"])
    if region:
        fetch_certificates(region, RDS_CERTIFICATES)
    if region and not settings.keys() & {"DATABASE_CA", "DATABASE_CA_FILE"}:
        store.write("DATABASE_CA_FILE", SHIPPED)
        print(f"heed: {store.path}/DATABASE_CA_FILE names the certificates of RDS in {region}, which are shipped")
    if not region and settings.get("DATABASE_CA_FILE") == SHIPPED:
        store.delete("DATABASE_CA_FILE")
        print(f"heed: {store.path}/DATABASE_CA_FILE is gone, as DATABASE_URL names no database of RDS's")


def region_of(database_url: str) -> str:
    """The region of an RDS host; "" for any other, and for a URL that can't be read, which the migration refuses."""
    try:
        host = urlsplit(database_url).hostname or ""
    except ValueError:
        return ""
    found = RDS_HOST.fullmatch(host)
    return found[1] if found else ""


def fetch_certificates(region: str, target: Path, published: str | None = None) -> None:
    """Raises ReleaseError where they can't be had, or are none."""
    url = (published or PUBLISHED).format(region=region)
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310  (one fixed address, over TLS)
            text = answer.read().decode("ascii")
        ssl.create_default_context(cadata=text)
    except (OSError, ValueError) as error:  # An SSLError is an OSError.
        raise ReleaseError(f"heed: RDS's certificates could not be fetched from {url}: {error}; deploy again") from None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
