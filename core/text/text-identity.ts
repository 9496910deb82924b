/**
 * A number that is equal for equal texts and, among the millions of a dataset, different for others: two
 * FNV-1a hashes of 26 bits each, so that it stays a safe integer.
 */
export function textIdentity(text: string): number {
  return fnv1a(text, 0x811c9dc5) * 2 ** 26 + fnv1a(text, 0x2f0b4a27);
}

function fnv1a(text: string, offset: number): number {
  let hash = offset;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // The low bits of FNV-1a depend on the low bits of the input only: fold the high ones in.
  return (hash ^ (hash >>> 15)) & 0x3ffffff;
}
