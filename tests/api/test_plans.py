"""What a proposal tells of how good it is."""

from types import SimpleNamespace

import pytest

from api.schemas.plans import ProposalSchema
from scheduler.core.planner.problem import Proof


@pytest.mark.parametrize(
    ("objective", "bound", "gap", "proved"),
    [(44, 44, 0.0, True), (0, 0, 0.0, True), (51, 50, 0.02, False), (3, 0, None, False)],
)
def test_a_proposal_tells_its_cost_its_bound_and_the_gap_between(
    objective: int, bound: int, gap: float | None, *, proved: bool
) -> None:
    shape = ProposalSchema(only=("objective", "bound", "gap", "proved", "proof"))

    told = shape.dump(SimpleNamespace(proof=Proof(objective, bound)))

    assert {name: told[name] for name in ("objective", "bound", "gap", "proved")} == {
        "objective": objective,
        "bound": bound,
        "gap": gap,
        "proved": proved,
    }
    assert told["proof"].startswith("Đã chứng minh là tối ưu" if proved else "Chưa chứng minh là tối ưu")
