/** Account of a load: `loaded + rejected = read`. */
export interface LoadResult {
  /** Lines and events that were read. */
  readonly read: number;
  readonly loaded: number;
  /** Lines and events that are not in the lake because of this load, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Values that could not be read as their column's type, by column: NULL there, and kept in `attributes`. */
  readonly unparsable: Readonly<Record<string, number>>;
  /** Lines that have no end within megabytes: of these the first megabyte is there. */
  readonly cut: number;
  /** Files that were written. */
  readonly files: number;
  /** Files of folders that were left out, and why. */
  readonly leftOut: readonly { readonly file: string; readonly reason: string }[];
}

export const REJECTIONS = {
  known: "already in the lake",
  repeated: "same event twice",
  empty: "empty line",
  stray: "time far from all others of the file",
  time: "time outside the years 1970 to 9999",
} as const;

/** Counts while a load runs. */
export class LoadCount {
  read = 0;
  cut = 0;
  readonly leftOut: { readonly file: string; readonly reason: string }[] = [];
  readonly rejected = new Map<string, number>();
  readonly unparsable = new Map<string, number>();

  reject(reason: string, count: number): void {
    if (count > 0) this.rejected.set(reason, (this.rejected.get(reason) ?? 0) + count);
  }

  notParsed(columns: readonly string[]): void {
    for (const column of columns) this.unparsable.set(column, (this.unparsable.get(column) ?? 0) + 1);
  }
}
