import { cloudNow } from "./cloud-clock.ts";

/** What a view looks at: so many milliseconds up to the cloud's present or to a time. */
export interface LookBack {
  readonly span: number;
  /** Milliseconds since the epoch. @default the cloud's present */
  readonly to?: number | undefined;
}

/** As an address has it: `span` and `to`. */
export function lookBackOf(query: Readonly<Record<string, string>>, defaultSpan: number): LookBack {
  const to = Number(query["to"]);
  return {
    span: Number(query["span"]) || defaultSpan,
    to: Number.isSafeInteger(to) && to > 0 ? to : undefined,
  };
}

/** Both ends in whole milliseconds since the epoch; the end is not in the range, and the present is. */
export function searchedRange(range: LookBack): { readonly from: number; readonly to: number } {
  const to = range.to ?? Math.ceil(cloudNow()) + 1;
  return { from: Math.max(0, to - range.span), to };
}

/** Both ends in milliseconds since the epoch. */
export function rangeOf({ span, to }: LookBack): { readonly start: number; readonly end: number } {
  const end = to ?? cloudNow();
  return { start: end - span, end };
}
