"""How good a plan is known to be, in words."""

from math import ceil

from scheduler.core.planner.problem import Proof
from scheduler.wording.language import Language, said, say, source, spoken

PROVED = source("Đã chứng minh là tối ưu: không có cách chọn ngày nào tốt hơn.")
WITHIN = source(
    "Chưa chứng minh là tối ưu: cách cận dưới đã chứng minh {percent} % (chi phí {objective}, cận dưới {bound})."
)
ABOVE_NOTHING = source("Chưa chứng minh là tối ưu: chi phí {objective}, cận dưới đã chứng minh là 0.")


def proof_sentence(proof: Proof) -> str:
    """Return whether a plan is optimal, or by how much at most it is not; tenths of a percent, rounded up."""
    objective, bound = _grouped(proof.objective), _grouped(proof.bound)
    if proof.proved:
        return said(PROVED)
    if proof.gap is None:
        return say(ABOVE_NOTHING, objective=objective)
    tenths = ceil(proof.gap * 1000)
    percent = f"{_grouped(tenths // 10)}{_points()[1]}{tenths % 10}"
    return say(WITHIN, percent=percent, objective=objective, bound=bound)


def _grouped(number: int) -> str:
    """Return "175.424", in English "175,424"."""
    return f"{number:,}".replace(",", _points()[0])


def _points() -> str:
    """Return what stands between thousands and before tenths."""
    return ",." if spoken() is Language.ENGLISH else ".,"
