"""Content codings of HTTP (RFC 9110): undone within bounds."""

import re
import zlib

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_ANY_HEADER = 32 + zlib.MAX_WBITS  # of gzip or of zlib


def charset_of(content_type: str) -> str | None:
    """The `charset` in a `Content-Type`."""
    match = _CHARSET.search(content_type)
    return match[1] if match else None


def decoded(data: bytes, encoding: str, limit: int) -> bytes:
    """A body without the codings that `Content-Encoding` names: gzip, deflate, br.

    What is not in the coding that it should be in was decoded before, and stays as it is. What is
    cut off gives what came before that.

    Raises:
        OSError: when it would be longer than `limit` bytes, or the coding is unknown.
    """
    codings = [coding.strip().lower() for coding in encoding.split(",")]
    for coding in reversed(codings):
        if coding in ("gzip", "x-gzip", "deflate"):
            data = _inflated(data, limit)
        elif coding == "br":
            data = _unbrotlied(data, limit)
        elif coding not in ("", "identity", "none", "utf-8"):
            raise OSError(f"it is in a coding that is not read: {coding[:20]!r}")
        if len(data) > limit:
            raise OSError(f"it is larger than {limit // 1024**2} MiB")
    return data


def _inflated(data: bytes, limit: int) -> bytes:
    for bits in (_ANY_HEADER, -zlib.MAX_WBITS):  # "deflate" comes with and without a header
        try:
            return zlib.decompressobj(bits).decompress(data, limit + 1)
        except zlib.error:
            continue
    return data


def _unbrotlied(data: bytes, limit: int) -> bytes:
    import brotli  # type: ignore[import-untyped]

    try:
        return bytes(brotli.Decompressor().process(data, output_buffer_limit=limit + 1))
    except brotli.error:
        return data
