import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../../../activities/reports/html.ts';
import { renderReport } from '../../../activities/reports/render-report.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import { parseMarkup } from './parse-markup.ts';
import { failure, resultsOf } from './results-fixture.ts';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;\u202Egpj\u0007\u0000\u2028\u{E0041}`;

describe('text from outside', () => {
  it('cannot leave an element or an attribute', () => {
    expect(escapeHtml(`<a href="x" id='y'>&`)).toBe(
      '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;',
    );
    expect(html`<p title="${'"'}">${'<b>'}</p>`.toString()).toBe('<p title="&quot;">&lt;b&gt;</p>');
  });

  it('shows the characters that hide or reorder others', () => {
    expect(escapeHtml('a\u202Eb\u0007c\u{E0041}d\uFEFF\uD800')).toBe(
      'a⟨U+202E⟩b⟨U+0007⟩c⟨U+E0041⟩d⟨U+FEFF⟩⟨U+D800⟩',
    );
    expect(escapeHtml('line\n\ttab, ünï, 日本語, שלום, 😀')).toBe(
      'line\n\ttab, ünï, 日本語, שלום, 😀',
    );
  });

  it('cannot pass for markup by looking like the class of markup', () => {
    const impostor = { toString: () => '<b>' } as unknown as string;
    expect(() => html`${impostor}`.toString()).toThrow(TypeError);
  });

  it('keeps the line breaks of values and drops the indentation of templates', () => {
    expect(
      html`<pre>${'a\n  b'}</pre>
        <p></p>`.toString(),
    ).toBe('<pre>a\n  b</pre>\n<p></p>');
  });
});

describe('a results file with hostile text in every string and key', () => {
  const page = renderReport(
    poison(
      resultsOf(
        [
          { task: 'one', result: { failures: [failure('message')] } },
          { task: 'two', state: 'failed', result: { failures: [failure('message', 3)] } },
        ],
        {
          failures: [failure('run')],
          groups: { group: ['one'] },
          groupResults: { group: { alias: 'group', 'acc,none': 0.5 } },
        },
      ),
    ) as JsonObject,
  );
  const elements = parseMarkup(page);

  it('gives a well-formed page without foreign elements', () => {
    const names = new Set(elements.map(({ name }) => name));
    expect(names).not.toContain('script');
    expect(names).not.toContain('img');
    for (const { attributes } of elements) expect(attributes['onerror']).toBeUndefined();
    expect(elements.some(({ name, text }) => name === 'h1' && text.includes('<script>'))).toBe(
      true,
    );
  });

  it('holds no control, bidirectional or invisible character', () => {
    // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
    expect(page).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E]/);
    expect(page).not.toContain('\u{E0041}');
    expect(page).toContain('⟨U+202E⟩gpj⟨U+0007⟩');
  });
});

/** Structural keys and words stay, or nothing would be shown. */
const KEPT = new Set(['completed', 'failed', 'cancelled', 'model', 'tasks', 'state', 'status']);
const NAMES = new Set(['one', 'two', 'group', 'color', 'count', 'acc,none']);

function poison(value: JsonValue): JsonValue {
  if (typeof value === 'string') return KEPT.has(value) ? value : value + HOSTILE;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => poison(item));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      NAMES.has(key) ? key.replace(/^[a-z]+/, (name) => name + HOSTILE) : key,
      poison(item),
    ]),
  );
}
