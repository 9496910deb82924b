/** NaN and infinities have no JSON; the vectors write them as {"$float": "nan"}. */
const NUMBERS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

export function decodeRequest(line: string): unknown {
  return JSON.parse(line, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$float' in value)) return value;
    return NUMBERS[String(value.$float)];
  });
}

export function encodeReply(reply: unknown): string {
  return JSON.stringify(reply, (_, value: unknown) => {
    if (value instanceof Set) return { $set: [...value] };
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    return { $float: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
  });
}
