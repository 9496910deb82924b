/** One that wants a part of something limited; null: as much as there is. */
export interface Claim {
  readonly wanted: number | null;
}

/**
 * Divides `total` so that nobody is left short while another has more than it wants, then spreads what
 * nobody wanted, so that all can grow before they ask again.
 */
export function shareOut(claims: readonly Claim[], total: number): number[] {
  const shares = claims.map(() => 0);
  const open = claims
    .map(({ wanted }, index) => ({ index, wanted: wanted ?? Number.POSITIVE_INFINITY }))
    .sort((left, right) => left.wanted - right.wanted);
  let left = total;
  for (const [position, { index, wanted }] of open.entries()) {
    const share = Math.min(wanted, left / (open.length - position));
    shares[index] = share;
    left -= share;
  }
  return shares.map((share) => share + left / Math.max(1, claims.length));
}

/** The same in whole numbers; what is left of rounding goes to the first claims. */
export function shareOutWhole(claims: readonly Claim[], total: number): number[] {
  const shares = shareOut(claims, total).map(Math.floor);
  let left = Math.floor(total) - shares.reduce((sum, share) => sum + share, 0);
  for (const [index, { wanted }] of claims.entries()) {
    if (left <= 0) break;
    if (wanted !== null && wanted <= shares[index]!) continue;
    shares[index] = shares[index]! + 1;
    left -= 1;
  }
  return shares;
}
