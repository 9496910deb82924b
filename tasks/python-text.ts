/** A value as Python's str() writes it: what prompts written for Jinja2 in Python show. */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepresentation(value);
}

/** A value as Python's repr() writes it. */
function pythonRepresentation(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepresentation).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value) ?? '';
  const entries = Object.entries(value).map(
    ([key, item]) => `${quoted(key)}: ${pythonRepresentation(item)}`,
  );
  return `{${entries.join(', ')}}`;
}

/**
 * Python writes an exponent below 1e-4 and from 1e16 on, with at least two digits. A whole number
 * shows as an integer: JSON does not say which it was.
 */
function numberText(value: number): string {
  const size = Math.abs(value);
  if (Number.isSafeInteger(value)) return String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (size >= 1e-4 && size < 1e16) return String(value);
  return value
    .toExponential()
    .replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`);
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(/[\p{Cc}\u00a0\u00ad]/gu, (character) => {
      return `\\x${character.codePointAt(0)?.toString(16).padStart(2, '0') ?? ''}`;
    });
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}
