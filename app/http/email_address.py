"""One form for an e-mail address, however it was typed: a capital or a dot makes no second account."""

MAX_LENGTH = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets.


def canonical(address: str) -> str:
    """In lower case, with the domain as DNS has it: `Ada@EXÄMPLE.com.` is `ada@xn--exmple-cua.com`.

    What is no address is answered as it is, for the pattern of fields.py to refuse.
    """
    local, at, domain = address.strip().rpartition("@")
    if len(domain) > MAX_LENGTH or not local.isascii():
        return address
    if not domain.isascii():
        domain = in_ascii(domain)
    return f"{local}{at}{domain.removesuffix('.')}".lower()


def in_ascii(domain: str) -> str:
    """IDNA 2008 as browsers read it (UTS 46), which brings NFC, width and case to one form. The package is imported
    here, as hardly a request needs it: 20 ms of CPU."""
    import idna

    try:
        return idna.encode(domain, uts46=True).decode()
    except UnicodeError:  # idna's own errors are of this kind.
        return domain
