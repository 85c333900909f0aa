"""Where a notice is posted, in words."""

from scheduler.wording.language import said, source

CHANNELS: dict[str, str] = {
    "portal": source("Trang công khai của hệ thống"),
    "hq_board": source("Bảng tin trụ sở"),
    "reception_place": source("Nơi tiếp công dân"),
    "website": source("Trang thông tin điện tử của đơn vị"),
    "media": source("Báo, đài"),
    "loudspeaker": source("Loa truyền thanh"),
    "village_heads": source("Trưởng thôn, tổ trưởng"),
}


def channel_name(channel: str) -> str:
    """Return the name of a channel: "Bảng tin trụ sở"."""
    return said(CHANNELS.get(channel, channel))
