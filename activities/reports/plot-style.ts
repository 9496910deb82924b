/** Plots: rows of dots, histograms, bars; narrow, wide and printed. */
export const PLOT_STYLE = `
figure { margin: 0 0 1rem; padding: .9rem 1rem 1rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 6px; container-type: inline-size; min-width: 0; }
figcaption { font-weight: 600; margin-bottom: .5rem; }
figcaption small { margin-left: .35rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 28rem), 1fr)); gap: 1rem; align-items: start; }
.figures figure { margin: 0; }
figure .scroll { border: 0; border-radius: 0; margin: .5rem 0 0; }
figure details { margin: .5rem 0 0; }
.rows { list-style: none; margin: 0; padding: 0; }
.row { display: grid; grid-template-columns: minmax(6rem, 30%) minmax(0, 1fr) 7.5rem; column-gap: 1rem; align-items: center; }
.wide .row { grid-template-columns: minmax(6rem, 34%) minmax(0, 1fr) 4.5rem; }
.row-name { padding: .1rem 0; line-height: 1.25; }
.row-value { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.axis-row > svg { grid-column: 2; }
.rows .track { align-self: stretch; height: 100%; min-height: 26px; }
svg { display: block; overflow: visible; }
svg text { font-size: 12px; fill: var(--muted); font-variant-numeric: tabular-nums; }
.grid { stroke: var(--grid); }
.whisker { stroke: var(--accent); stroke-width: 1.5; }
.cap { fill: var(--accent); }
.dot { fill: var(--accent); stroke: var(--surface); stroke-width: 1.5; }
.dot.hollow { fill: var(--surface); stroke: var(--accent); }
.bar { fill: var(--bar); }
.histogram .bar { stroke: var(--surface); stroke-width: 1; }
.baseline { stroke: var(--muted); }
.quantile { stroke: var(--ink); stroke-dasharray: 3 3; }
svg .quantile-label { fill: var(--ink); paint-order: stroke; stroke: var(--surface); stroke-width: 4px; stroke-linejoin: round; }
.compact th, .compact td { padding: .25rem .4rem; }
.compact th:first-child { padding-left: 0; }
.compact th:last-child, .compact td:last-child { padding-right: 0; }
.tokens th:first-child { width: 30%; min-width: 8rem; }
.tokens th:not(:first-child), .tokens td { min-width: 6.5rem; }
.meter { margin-top: .3rem; }
.meter-back { fill: var(--grid); }
.denominators { display: grid; grid-template-columns: 10rem minmax(0, auto); gap: .15rem .9rem; align-items: center; align-content: start; flex: 0 1 31rem; }
.denominators .meter { margin: 0; }
.legend { display: flex; flex-wrap: wrap; gap: 0 .9rem; margin: 0; padding: 0; list-style: none; font-size: .85rem; color: var(--muted); }
.swatch { display: inline-block; width: .65em; height: .65em; margin-right: .35em; border-radius: 2px; }
.ok { fill: var(--ok); } .swatch.ok { background: var(--ok); }
.unparsed { fill: var(--unparsed); } .swatch.unparsed { background: var(--unparsed); }
.refused { fill: var(--refused); } .swatch.refused { background: var(--refused); }
.failed { fill: var(--failed); } .swatch.failed { background: var(--failed); }
.skipped { fill: var(--skipped); } .swatch.skipped { background: var(--skipped); }
@container (max-width: 27rem) {
  .row, .wide .row { grid-template-columns: minmax(0, 1fr) auto; }
  .row .track { grid-column: 1 / -1; grid-row: 2; }
  .axis-row .track { grid-row: 1; }
  .rows .track { height: 26px; }
}
@media (max-width: 34rem) {
  body { padding: 1.25rem .9rem 3rem; font-size: 14px; }
  h1 { font-size: 1.4rem; }
  .facts { grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); }
  .scores thead th:nth-child(n) { width: auto; }
  th, td { padding: .4rem .5rem; }
  .scores tbody tr:not(.head) > th { padding-left: .5rem; }
  .scores .error { display: block; min-width: 0; text-align: right; }
  .scores .interval { white-space: normal; }
  .denominators { flex: 1 0 100%; grid-template-columns: minmax(0, 1fr); }
  .tokens th:first-child { min-width: 6.5rem; }
  .tokens th:not(:first-child), .tokens td { min-width: 4.75rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 11px; }
  nav { display: none; }
  .scroll, pre { overflow: visible; max-height: none; }
  figure, tbody, .row { break-inside: avoid; }
  h2 { break-after: avoid; }
  details::details-content { content-visibility: visible; height: auto; }
  .bar, .segment, .swatch, .dot { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
