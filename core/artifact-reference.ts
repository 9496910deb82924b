/** What crosses Temporal instead of data: where an artifact lies and what it must hash to. */
export interface ArtifactReference {
  readonly key: string;
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
  readonly bytes: number;
  /** Records inside (rows of a JSONL file, entries of an index). */
  readonly count: number;
}
