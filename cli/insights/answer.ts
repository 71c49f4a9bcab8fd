/** What a query answered. */
export interface Answer {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly recordsMatched: number;
  readonly recordsScanned: number;
  readonly bytesScanned: number;
  readonly warnings: readonly string[];
}
