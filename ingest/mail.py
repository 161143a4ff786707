"""Mails."""


def is_mail(text: str) -> bool:
    return False
