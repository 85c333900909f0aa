"""Spreadsheets as people send them: the template filled in, and hostile ones."""

import io
import zipfile
from typing import Any

from openpyxl import Workbook

from scheduler.wording.offices import COLUMNS

HEAD = list(COLUMNS)


def book(*rows: Any, head: Any = HEAD) -> bytes:
    """A plain .xlsx with a head and rows."""
    made = Workbook()
    sheet = made.active
    for row in ([head] if head else []) + list(rows):
        sheet.append(list(row))
    return saved(made)


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, **parts: bytes) -> bytes:
    """The same file with some of its parts replaced or added; "a__b" names "a/b"."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        given = {name.replace("__", "/").replace("_dot_", "."): body for name, body in parts.items()}
        for entry in old.namelist():
            new.writestr(entry, given.pop(entry, old.read(entry)))
        for name, body in given.items():
            new.writestr(name, body)
    return out.getvalue()


def bomb() -> bytes:
    """A sheet that declares a hundred megabytes in a few kilobytes."""
    return changed(book(["A"]), xl__worksheets__sheet1_dot_xml=b"<a>" + b" " * 100_000_000)


def entities() -> bytes:
    """A sheet that swells when it is read, and asks for a file of the machine."""
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'
    plain = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    body = plain + b'<c r="A1" t="inlineStr"><is><t>&b;&c;</t></is></c></row></sheetData></worksheet>'
    return changed(book(["A"]), xl__worksheets__sheet1_dot_xml=lol + body)


def hostile() -> dict[str, tuple[bytes, str]]:
    """Files that are refused, by name, with a piece of the sentence that says why."""
    good = book(["Nguyễn Văn A"])
    return {
        "empty": (b"", "Tệp rỗng"),
        "text": (b"Ho ten;Chuc vu\n", "không phải tệp Excel"),
        "cut": (good[: len(good) // 2], "không phải tệp Excel"),
        "old-or-password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "mật khẩu"),
        "macro": (changed(good, xl__vbaProject_dot_bin=b"x"), "macro"),
        "links": (changed(good, xl__externalLinks__externalLink1_dot_xml=b"<x/>"), "liên kết tới tệp khác"),
        "outside": (changed(good, **{"..__..__x": b"x"}), "không phải tệp Excel"),
        "other-zip": (zipped({"content.xml": b"<x/>"}), "không phải tệp Excel"),
        "bomb": (bomb(), "phình"),
        "many-parts": (changed(good, **{f"p{n}": b"" for n in range(250)}), "phình"),
        "entities": (entities(), "hỏng hoặc không đọc được"),
        "broken-xml": (changed(good, xl__worksheets__sheet1_dot_xml=b"<worksheet"), "hỏng hoặc không đọc được"),
        "no-template": (book(["A"], head=["Tên", "Khác"]), "phải dùng mẫu"),
        "only-head": (book(), "chưa có dòng nào"),
        "too-long": (book(*[["A", "", "", "", "", ""]] * 2100), "quá dài"),
        "too-many": (book(*[[f"A {n}"] for n in range(600)]), "quá dài"),
        "too-wide": (book(["A"] * 40), "quá dài"),
        "deep": (changed(good, xl__worksheets__sheet1_dot_xml=b"<a>" * 30_000), "đọc"),
    }


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return out.getvalue()
