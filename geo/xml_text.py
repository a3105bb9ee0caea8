"""Text that may stand in an XML file."""

import re

# What XML 1.0 does not allow, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    r"""Replace the characters that no XML file may hold.

    Examples
    --------
    >>> legal("柳沟<村>&"), legal("a\x00b") == "a\ufffdb"
    ('柳沟<村>&', True)
    """
    return _FORBIDDEN.sub("\ufffd", text)
