"""Vietnamese text: stored form, search form, order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.vietnamese import expand_short_forms, fold, name_sort_key, nfc, sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
vietnamese = st.text(alphabet=LETTERS + LETTERS.upper() + " '’-0123456789", max_size=30)


def nfd(text):
    return unicodedata.normalize("NFD", text)


@given(st.one_of(vietnamese, st.text()))
def test_storing_twice_changes_nothing(text):
    assert nfc(nfc(text)) == nfc(text)


@given(st.one_of(vietnamese, st.text()))
def test_the_stored_form_can_be_written_and_holds_no_control_characters(text):
    stored = nfc(text)
    stored.encode("utf-8")
    assert unicodedata.is_normalized("NFC", stored)
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in stored)
    assert stored == " ".join(stored.split())


def test_a_name_typed_on_a_mac_is_stored_like_any_other():
    assert len(nfd("Nguyễn")) == 8
    assert nfc(nfd("Nguyễn")) == "Nguyễn"
    assert nfc("\ufeffTrần\u00a0 Thị\r\n\tHai\u200b\x00 ") == "Trần Thị Hai"


def test_letters_that_show_nothing_are_not_kept():
    assert nfc("\u3164\u115f\u1160\u2800\uffa0 \u034f\ufe0f\U000e0100") == ""
    assert nfc("Trần\u034f Thị\u3164 Hai") == "Trần Thị Hai"


def test_a_mark_parted_from_its_letter_by_an_invisible_sign_joins_it():
    assert nfc("e\u200b\u0301") == "é"


@given(st.one_of(vietnamese, st.text()))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_both_unicode_forms_and_both_cases_fold_and_sort_alike(text):
    assert fold(nfd(text)) == fold(text) == fold(text.upper()) == fold(nfc(text))
    assert sort_key(nfd(text)) == sort_key(text) == sort_key(text.upper())


@given(vietnamese)
def test_vietnamese_folds_to_ascii_letters_and_digits(text):
    folded = fold(text)
    assert folded.isascii()
    assert not set(folded) - set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("Thuỷ", "THỦY"),
        ("Đỗ", "do"),
        ("Ea H'Leo", "ea h’leo"),
        ("Ea H'Leo", "Ea Hleo"),
        ("Văn Miếu - Quốc Tử Giám", "van mieu–quoc tu giam"),
        ("Phường  12", "phuong 12"),
        ("TP. Hồ Chí Minh", "tp ho chi minh"),
        ("100%_", "100"),
    ],
)
def test_spellings_of_one_name_find_each_other(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "o", "ô", "ơ", "p", "u", "ư", "v", "x", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mâ", "mấ", "me"],
        ["Dương", "Đan", "Đàn", "Em"],
        ["Hà", "Hạ", "Hạ Long", "Hà Nam", "Hà Nội", "Hải Dương", "Hoàn Kiếm"],
        ["Phường 1", "Phường 2", "Phường 10", "Phường Ba"],
        ["Bình An", "Bình Ân", "Bình Định", "Cao Bằng"],
        ["hoa", "Hòa", "hóa", "họa", "hoan"],
        ["Long Phú", "Long Phú 1", "Long Phú 2", "Long Phú Đông"],
    ],
)
def test_lists_stand_in_dictionary_order(ordered):
    assert sorted(set(ordered), key=sort_key) == ordered
    assert len({sort_key(name) for name in ordered}) == len(ordered)


def test_the_place_of_the_tone_mark_does_not_matter_in_lists():
    assert sort_key("Hoà Bình") == sort_key("Hòa Bình")
    assert sort_key("Thuỷ") == sort_key("Thủy")


@given(st.text(alphabet=LETTERS, max_size=4), st.text(alphabet=LETTERS, max_size=4))
def test_words_that_fold_apart_never_share_a_place(one, other):
    assert (sort_key(one) == sort_key(other)) <= (fold(one) == fold(other))


def test_a_very_long_number_still_has_a_place():
    assert sort_key("1" * 5_000) > sort_key("99")


def test_persons_stand_by_given_name_then_family_name():
    names = ["Lê Văn An", "Nguyễn Thị An", "Trần An", "Lê Thị Ân", "Nguyễn Văn Bình", "Bùi Hai", "Đỗ Hải"]
    assert sorted(set(names), key=name_sort_key) == names
    assert name_sort_key("") == name_sort_key("  ")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("TP HCM", "thanh pho ho chi minh"),
        ("TP.HCM", "thanh pho ho chi minh"),
        ("tphcm", "thanh pho ho chi minh"),
        ("tp. lạng sơn", "thanh pho lang son"),
        ("TX Sơn Tây", "thi xa son tay"),
        ("Q.1", "quan 1"),
        ("q1", "quan 1"),
        ("P12", "phuong 12"),
        ("P. Bến Nghé, Q.1, HCM", "phuong ben nghe quan 1 ho chi minh"),
        ("TT Huế", "thua thien hue"),
        ("tt Đồng Đăng", "thi tran dong dang"),
        ("hn", "ha noi"),
        ("q", "q"),
        ("Xã Phú Quý", "xa phu quy"),
        ("06316", "06316"),
    ],
)
def test_short_forms_are_written_out_for_the_search(asked, meant):
    assert expand_short_forms(asked) == meant


@given(st.one_of(vietnamese, st.text()))
def test_writing_out_keeps_to_the_searched_form(text):
    assert fold(expand_short_forms(text)) == expand_short_forms(text)
