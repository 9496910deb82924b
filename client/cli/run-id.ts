import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no letters that read as digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** `20260102-030405-7k3f9q`: sorts by time (UTC), and two in one second still differ. */
export function createRunId(now: Date, random: Uint8Array = randomBytes(6)): string {
  const digits = now.toISOString().replaceAll(/\D/g, '');
  const suffix = Array.from(random.subarray(0, 6), (byte) => ALPHABET[byte % 32]).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${suffix}`;
}
