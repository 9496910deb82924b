import type { JsonObject } from '../../core/json.ts';

/** One self-contained HTML page about a run. */
export function renderReport(results: JsonObject): string {
  return `<!doctype html><title>Assay</title><pre>${JSON.stringify(results['results'])
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')}</pre>`;
}
