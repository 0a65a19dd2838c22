"""Which addresses reach this machine alone."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether a host, a name or a numeric address, is this machine to itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
