/* Comfort on the pages of a month: arrow keys walk the grid, a button counts what is ticked. Nothing needs it. */
"use strict";
(() => {
  const table = document.querySelector("table.board");
  if (table) {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1, -1));
    const stop = (cell) => cell.querySelector("a, [role=img]") || cell;
    table.setAttribute("role", "grid");
    rows.flat().forEach((cell) => {
      cell.tabIndex = -1;
      cell.querySelectorAll("a, [role=img]").forEach((it) => { it.tabIndex = -1; });
    });
    let at = rows.flat().find((cell) => cell.querySelector("a, [role=img]")) || rows[0][0];
    stop(at).tabIndex = 0;
    const go = (r, c) => {
      const cell = (rows[Math.max(0, Math.min(rows.length - 1, r))] || [])[Math.max(0, Math.min(rows[0].length - 1, c))];
      if (!cell) return;
      stop(at).tabIndex = -1;
      at = cell;
      stop(at).tabIndex = 0;
      stop(at).focus();
    };
    table.addEventListener("focusin", (event) => {
      const cell = event.target.closest("td.board-cell");
      if (cell && cell !== at) { stop(at).tabIndex = -1; at = cell; event.target.tabIndex = 0; }
    });
    table.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td.board-cell");
      if (!cell || event.altKey || event.metaKey) return;
      const r = rows.findIndex((row) => row.includes(cell)), c = rows[r].indexOf(cell), by = event.ctrlKey ? 7 : 1;
      const moves = { ArrowLeft: [r, c - by], ArrowRight: [r, c + by], ArrowUp: [r - 1, c], ArrowDown: [r + 1, c], Home: [r, 0], End: [r, rows[r].length - 1] };
      if (!moves[event.key]) return;
      event.preventDefault();
      go(...moves[event.key]);
    });
  }
  document.querySelectorAll("button[data-counts]").forEach((button) => {
    const boxes = [...document.querySelectorAll(`input[type=checkbox][name=${button.dataset.counts}]`)];
    const tell = () => { button.textContent = button.dataset.text.replace("{n}", boxes.filter((box) => box.checked).length); };
    boxes.forEach((box) => box.addEventListener("change", tell));
    tell();
  });
})();
