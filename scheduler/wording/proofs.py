"""How good a plan is known to be, in words."""

from math import ceil

from scheduler.core.planner.problem import Proof

PROVED = "Đã chứng minh là tối ưu: không có cách chọn ngày nào tốt hơn."
WITHIN = "Chưa chứng minh là tối ưu: cách cận dưới đã chứng minh {percent} % (chi phí {objective}, cận dưới {bound})."
ABOVE_NOTHING = "Chưa chứng minh là tối ưu: chi phí {objective}, cận dưới đã chứng minh là 0."


def proof_sentence(proof: Proof) -> str:
    """Return whether a plan is optimal, or by how much at most it is not; tenths of a percent, rounded up."""
    objective, bound = _grouped(proof.objective), _grouped(proof.bound)
    if proof.proved:
        return PROVED
    if proof.gap is None:
        return ABOVE_NOTHING.format(objective=objective)
    tenths = ceil(proof.gap * 1000)
    return WITHIN.format(percent=f"{_grouped(tenths // 10)},{tenths % 10}", objective=objective, bound=bound)


def _grouped(number: int) -> str:
    """Return "175.424"."""
    return f"{number:,}".replace(",", ".")
