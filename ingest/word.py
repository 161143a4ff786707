"""Documents of Word (`.docx`, ISO/IEC 29500)."""


def is_word(head: bytes) -> bool:
    """Whether a file that begins like this is a ZIP archive with a document of Word in it."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    # The name of its first member, so that an archive that holds such documents is none itself.
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return name.startswith((b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/")) and (
        b"word/" in head
    )
