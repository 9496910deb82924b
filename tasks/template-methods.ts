import { trimPython } from '../core/filters/python-text.ts';

/** A method of a text or list that templates written for Python call and the engine lacks. */
export type TemplateMethod = (self: unknown, args: readonly unknown[]) => unknown;

const onText =
  (method: (self: string, args: readonly unknown[]) => unknown): TemplateMethod =>
  (self, args) => {
    if (typeof self !== 'string') throw new Error('a method of texts was called on something else');
    return method(self, args);
  };

export const TEMPLATE_METHODS: Readonly<Record<string, TemplateMethod>> = {
  index: (self, [item]) => {
    const found = typeof self === 'string' ? self.indexOf(String(item)) : positionOf(self, item);
    if (found < 0) throw new Error(`${JSON.stringify(item)} is not in ${JSON.stringify(self)}`);
    return found;
  },
  count: (self, [item]) =>
    typeof self === 'string'
      ? self.split(String(item)).length - 1
      : listOf(self).filter((one) => isSame(one, item)).length,
  find: onText((self, [part]) => self.indexOf(String(part))),
  rfind: onText((self, [part]) => self.lastIndexOf(String(part))),
  isdigit: onText((self) => /^\p{Nd}+$/u.test(self)),
  isnumeric: onText((self) => /^\p{N}+$/u.test(self)),
  isalpha: onText((self) => /^\p{L}+$/u.test(self)),
  isalnum: onText((self) => /^[\p{L}\p{N}]+$/u.test(self)),
  isupper: onText((self) => /\p{L}/u.test(self) && self === self.toUpperCase()),
  islower: onText((self) => /\p{L}/u.test(self) && self === self.toLowerCase()),
  isspace: onText((self) => self !== '' && trimPython(self) === ''),
  swapcase: onText((self) =>
    Array.from(self, (char) =>
      char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase(),
    ).join(''),
  ),
  casefold: onText((self) => self.toLowerCase()),
  zfill: onText((self, [width]) => {
    const sign = /^[-+]/.exec(self)?.[0] ?? '';
    return sign + self.slice(sign.length).padStart(boundedWidth(width) - sign.length, '0');
  }),
  ljust: onText((self, [width, fill = ' ']) => self.padEnd(boundedWidth(width), String(fill))),
  rjust: onText((self, [width, fill = ' ']) => self.padStart(boundedWidth(width), String(fill))),
  splitlines: onText((self) => self.replace(/\r?\n$/, '').split(/\r?\n/)),
  removeprefix: onText((self, [prefix]) =>
    self.startsWith(String(prefix)) ? self.slice(String(prefix).length) : self,
  ),
  removesuffix: onText((self, [suffix]) =>
    suffix !== '' && self.endsWith(String(suffix)) ? self.slice(0, -String(suffix).length) : self,
  ),
  join: onText((self, [items]) => listOf(items).join(self)),
  partition: onText((self, [separator]) => {
    const at = self.indexOf(String(separator));
    if (at < 0) return [self, '', ''];
    return [self.slice(0, at), separator, self.slice(at + String(separator).length)];
  }),
};

function boundedWidth(width: unknown): number {
  if (typeof width !== 'number' || width > 1000) throw new Error(`a width of ${String(width)}`);
  return width;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('a method of lists was called on something else');
  return value;
}

function positionOf(list: unknown, item: unknown): number {
  return listOf(list).findIndex((one) => isSame(one, item));
}

function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
