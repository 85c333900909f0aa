"""Whom an absence concerns, in words."""

from scheduler.core.facts import Level
from scheduler.wording.language import said, say, source

_LEVELS = {
    Level.TRUNG_UONG: source("Mọi cơ quan cấp trung ương"),
    Level.TINH: source("Mọi đơn vị cấp tỉnh"),
    Level.HUYEN: source("Mọi đơn vị cấp huyện"),
    Level.XA: source("Mọi xã, phường, đặc khu"),
}


def level_words(level: Level, below: str = "") -> str:
    """Return "Mọi xã, phường, đặc khu của Tỉnh Lạng Sơn", "… của cả nước" when no unit is named."""
    return say("{units} của {unit}", units=said(_LEVELS[level]), unit=below or said(source("cả nước")))


def person_words(name: str, titles: str) -> str:
    """Return "Nguyễn Văn A, Chủ tịch UBND", the name alone without titles."""
    return say("{name}, {titles}", name=name, titles=titles) if titles else name


def office_words(title: str) -> str:
    """Return "Chức vụ Chủ tịch UBND, ai giữ cũng vậy"."""
    return say("Chức vụ {title}, ai giữ cũng vậy", title=title)


def unit_words() -> str:
    """Return what stands for all offices of the unit."""
    return said(source("Cả đơn vị, mọi chức vụ"))
