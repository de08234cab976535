"""A web page saved whole (mht): the page taken out of its envelope, then read as a page."""

from __future__ import annotations

import email
import email.policy

from app.formats import from_html, from_txt
from app.formats.document import Document
from app.messages import Trouble


def parse(data: bytes) -> Document:
    """The document of an archive's first page.

    Raises:
        Trouble: `broken` when there is no page in it; as `from_html` and `from_txt` do.
    """
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf"), policy=email.policy.compat32)
    plain: bytes | None = None
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        if kind in ("text/html", "application/xhtml+xml"):
            charset = part.get_param("charset")
            return from_html.parse(content, charset if isinstance(charset, str) else None)
        if kind == "text/plain" and plain is None and message.is_multipart():
            plain = content
    if plain is None:
        raise Trouble("broken")
    return from_txt.parse(plain)
