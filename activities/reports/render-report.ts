import type { JsonObject } from '../../core/json.ts';
import { categoryPlot } from './category-plot.ts';
import { comparisonSection } from './comparison-section.ts';
import { failuresSection } from './failures-section.ts';
import { forestPlot } from './forest-plot.ts';
import { html, Markup } from './html.ts';
import { latencyPlot } from './latency-plot.ts';
import { provenance } from './provenance.ts';
import { asText, own } from './read-json.ts';
import { modelName, reportHeader } from './report-header.ts';
import { REPORT_STYLE } from './report-style.ts';
import { scoresTable } from './scores-table.ts';
import { viewTasks } from './task-view.ts';
import { tokensPlot } from './tokens-plot.ts';

/** No script, no request: a report opened from a mail does nothing but show itself. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** One self-contained HTML page about a run, from its results file alone. */
export function renderReport(results: JsonObject): string {
  const tasks = viewTasks(results);
  const scores = section('scores', 'Scores', scoresTable(results, tasks));
  const failures = section('failures', 'Failures', failuresSection(results, tasks));
  const isCompleted = asText(own(results, 'status')) === 'completed';
  const sections = [
    ...(isCompleted ? [scores, failures] : [failures, scores]),
    section('intervals', 'Scores with intervals', forestPlot(tasks)),
    section('comparison', 'Comparison with the baseline', comparisonSection(results)),
    section('categories', 'Categories', categoryPlot(results, tasks)),
    section('latency', 'Latency', latencyPlot(results, tasks)),
    section('tokens', 'Tokens', tokensPlot(results, tasks)),
    section('provenance', 'Configuration and provenance', provenance(results, tasks)),
  ].filter((part) => part !== undefined);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="${new Markup(CONTENT_SECURITY_POLICY)}"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${modelName(results)} – Assay report</title>
        <style>
          ${new Markup(REPORT_STYLE)}
        </style>
      </head>
      <body>
        ${reportHeader(results, tasks)}
        <nav aria-label="Sections">
          <ul>
            ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        <main>${sections.map(({ markup }) => markup)}</main>
      </body>
    </html>`;
  return `${page.toString()}\n`;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly markup: Markup;
}

function section(id: string, title: string, body: Markup | undefined): Section | undefined {
  if (body === undefined) return undefined;
  const markup = html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>`;
  return { id, title, markup };
}
