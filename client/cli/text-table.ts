import { sanitizeLine } from './sanitize-text.ts';

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Leaves the column out when every cell is empty. */
  readonly hideWhenEmpty?: boolean;
}

export type TableRow = readonly (string | number | undefined)[];

/**
 * A table that reads well in a terminal and is Markdown at the same time. Cells are cleaned here,
 * because names of models, tasks and errors come from outside.
 */
export function textTable(columns: readonly TableColumn[], rows: readonly TableRow[]): string {
  const cells = rows.map((row) => columns.map((_, index) => cellText(row[index])));
  const shown = columns
    .map((column, index) => ({ column, index }))
    .filter(
      ({ column, index }) =>
        column.hideWhenEmpty !== true || cells.some((row) => row[index] !== ''),
    );
  const widths = shown.map(({ column, index }) =>
    Math.max(displayWidth(column.title), 1, ...cells.map((row) => displayWidth(row[index] ?? ''))),
  );
  const line = (values: readonly string[]) =>
    `| ${values.map((value, at) => pad(value, widths[at] ?? 0, shown[at]?.column.align)).join(' | ')} |`;
  const rule = shown.map(({ column }, at) => {
    const dashes = '-'.repeat((widths[at] ?? 0) + 1);
    return column.align === 'right' ? `${dashes}:` : `-${dashes}`;
  });
  return [
    line(shown.map(({ column }) => column.title)),
    `|${rule.join('|')}|`,
    ...cells.map((row) => line(shown.map(({ index }) => row[index] ?? ''))),
  ].join('\n');
}

function cellText(value: string | number | undefined): string {
  return value === undefined ? '' : sanitizeLine(String(value)).replaceAll('|', '\\|');
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const missing = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? missing + text : text + missing;
}

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}]/u;

/** Columns a text takes on a screen: East Asian characters and emoji two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    if (/\p{Mark}/u.test(char)) continue;
    width += WIDE.test(char) ? 2 : 1;
  }
  return width;
}
