"""What an API key looks like: `heed_`, 30 random characters, and a checksum of six.

The prefix tells a secret scanner what it has found, and the checksum that it is none of ours: that takes no database.
"""

import hashlib
import secrets
import string
from binascii import crc32

from app.errors import Unauthorized

PREFIX = "heed_"
BASE_62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
RANDOM, CHECKSUM = 30, 6  # Characters: 178 bits, and enough for 32.
LENGTH = len(PREFIX) + RANDOM + CHECKSUM
SHOWN = len(PREFIX) + 4
ON_BEHALF_OF = "heed-on-behalf-of"  # The header with which one acts in a member's place.
INVALID = "The API key is not valid, or no longer."


def new_key() -> str:
    random = "".join(secrets.choice(BASE_62) for _ in range(RANDOM))
    return PREFIX + random + checksum(random)


def checksum(random: str) -> str:
    """The CRC-32 in base 62, filled up with zeros."""
    number, digits = crc32(random.encode()), ""
    for _ in range(CHECKSUM):
        number, digit = divmod(number, len(BASE_62))
        digits = BASE_62[digit] + digits
    return digits


def hash_of_key(key: str) -> bytes:
    """As the table holds it. Raises Unauthorized for what can be no key of any board.

    A plain hash will do: no guess at 178 random bits gets through faster hashing.
    """
    random, check = key[len(PREFIX) : -CHECKSUM], key[-CHECKSUM:]
    if len(key) != LENGTH or not key.startswith(PREFIX) or checksum(random) != check:
        raise Unauthorized(INVALID)
    return hashlib.sha256(key.encode()).digest()
