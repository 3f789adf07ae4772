"""The certificates that Aurora's are signed with. No system trusts them; AWS publishes them for each region.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html
"""

import ssl
import urllib.request
from pathlib import Path

from infra.release.errors import ReleaseError

PUBLISHED = "https://truststore.pki.rds.amazonaws.com/{region}/{region}-bundle.pem"
SECONDS = 20


def fetch_certificates(region: str, target: Path, published: str = PUBLISHED) -> None:
    """Raises ReleaseError where they can't be had, or are none."""
    url = published.format(region=region)
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310  (one fixed address, over TLS)
            text = answer.read().decode("ascii")
        ssl.create_default_context(cadata=text)
    except (OSError, ValueError) as error:  # An SSLError is an OSError.
        raise ReleaseError(f"heed: Aurora's certificates could not be fetched from {url}: {error}") from None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
