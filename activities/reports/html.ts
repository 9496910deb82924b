import { showHiddenCharacters } from './hidden-characters.ts';

/**
 * Text that is markup already. A class with a private field, so that no value read from a results
 * file can pass for one.
 */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template may hold: absent things vanish, lists are joined, text and numbers are escaped. */
export type Content = Markup | string | number | false | null | undefined | readonly Content[];

/** The only way from values to markup. Attribute values must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = '';
  for (const [index, part] of strings.entries()) {
    // The indentation of the templates is for their readers; `values` keep theirs.
    text += part.replaceAll(/\n\s*/g, '\n') + render(values[index]);
  }
  return new Markup(text);
}

/** Text for HTML content and quoted attributes; hidden characters become visible. */
export function escapeHtml(text: string): string {
  return showHiddenCharacters(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function render(value: Content): string {
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if (value === false || value === null || value === undefined) return '';
  return value.map(render).join('');
}
