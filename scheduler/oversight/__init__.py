"""What those above look at: boards of units by months, the country by provinces, and the evidence behind each cell."""

from scheduler.oversight.boards import board, country, duties
from scheduler.oversight.evidence import cell
from scheduler.oversight.proofs import CellEvidence
from scheduler.oversight.values import Board, Cell, Column, Country, Ref, Row, Share, Sort

__all__ = (
    "Board",
    "Cell",
    "CellEvidence",
    "Column",
    "Country",
    "Ref",
    "Row",
    "Share",
    "Sort",
    "board",
    "cell",
    "country",
    "duties",
)
