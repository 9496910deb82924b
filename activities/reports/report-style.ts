import { PLOT_STYLE } from './plot-style.ts';
import { REPORT_THEME } from './report-theme.ts';

/** The page: type, tables, lists. Nothing is loaded, so fonts are those of the reader's system. */
const PAGE = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem;
  background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.2; font-weight: 650; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; line-height: 1.3; }
h2.small { margin: 1.25rem 0 .4rem; font-size: .85rem; color: var(--muted); font-weight: 600; }
p { margin: 0 0 .75rem; }
small, .note, .product { font-size: .85rem; color: var(--muted); font-weight: 400; }
.note { max-width: 46rem; }
.product { margin: 0 0 .25rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 2px;
}
code, pre { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
pre {
  margin: 0; padding: .75rem 1rem; max-height: 32rem; overflow: auto; white-space: pre-wrap;
  background: var(--surface); border: 1px solid var(--rule); border-radius: 6px;
}
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1.5rem 0 0; padding: .6rem 0; list-style: none; border-block: 1px solid var(--rule); }
.status { display: flex; flex-wrap: wrap; gap: .25rem .9rem; align-items: baseline; margin: 0 0 1.25rem; padding: .6rem .9rem; border-radius: 6px; border-left: 4px solid; background: var(--surface); }
.status strong { letter-spacing: .03em; }
.status.completed { background: var(--good-back); color: var(--good); }
.status.failed { background: var(--bad-back); color: var(--bad); }
.status.cancelled { background: var(--pause-back); color: var(--pause); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .75rem 1.25rem; margin: 0; }
.facts dt { font-size: .8rem; color: var(--muted); }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; background: var(--surface); border: 1px solid var(--rule); border-radius: 6px; margin: 0 0 .75rem; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .45rem .75rem; text-align: left; vertical-align: top; font-weight: 400; }
thead th { font-size: .8rem; color: var(--muted); font-weight: 600; vertical-align: bottom; }
tbody tr + tr > *, tbody + tbody tr:first-child > *, thead + tbody tr:first-child > *, tfoot tr > * { border-top: 1px solid var(--grid); }
tfoot tr > *, .scores tr.head > * { border-top-color: var(--rule); }
.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
thead th.number { white-space: normal; }
.scores thead th:nth-child(2) { width: 13rem; }
.scores thead th:nth-child(3) { width: 13rem; }
.scores thead th:nth-child(4) { width: 6rem; }
.scores tr.head + tr > * { border-top: 0; }
.scores tr.head th { padding-top: .8rem; }
.scores tbody tr:not(.head) > th { padding-left: 1.5rem; min-width: 7rem; }
.task-head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1.5rem; }
.task-name { font-weight: 600; }
.task-name small { margin-left: .35rem; }
.scores strong { font-weight: 650; }
.error, .direction { color: var(--muted); margin-left: .3rem; }
.error { display: inline-block; min-width: 4.4rem; text-align: left; }
.state { letter-spacing: .03em; }
.state.failed { color: var(--bad); }
.failures .message { display: block; white-space: pre-wrap; min-width: 11rem; }
.failures th:last-child { min-width: 6rem; }
.failures code { color: var(--bad); font-weight: 600; }
.compared th:first-child, .compared td:nth-child(2) { min-width: 9rem; }
.provenance th, .provenance td { min-width: 7rem; }
details { margin: 0 0 .5rem; }
summary { cursor: pointer; padding: .35rem 0; color: var(--accent); }
details > :not(summary) { margin-top: .35rem; margin-bottom: .75rem; }
`;

export const REPORT_STYLE = `${REPORT_THEME}${PAGE}${PLOT_STYLE}`;
