import type { LevelName } from "../logger/levels.ts";

/** Which events count: those at or above a level, those that match a filter pattern, or all when neither is given. */
export interface EventsDescription {
  /** Records at or above this level, as the library formats them. */
  readonly level?: LevelName | undefined;
  /** A filter pattern. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  readonly pattern?: string | undefined;
}

/**
 * What somebody wants to know of a log, in the words of `cumulog.yaml`. Durations are texts such as `"5m"`. The kind of signal
 * follows from the members: `value` with a statistic, `ratio`, `silence`, `unusual`, `budget`, `query`; without them events are counted.
 */
export interface SignalDescription extends EventsDescription {
  /** Goes off when there are more than so many events, or when a ratio in percent (`"2%"`) is greater. @default 0 */
  readonly moreThan?: number | string | undefined;
  /** Goes off when there are fewer than so many events. */
  readonly fewerThan?: number | string | undefined;
  /** Length of a window: 10 or 30 seconds, or whole minutes up to a day. @default "5m" */
  readonly within?: string | undefined;
  /** How many of how many windows must be over the limit. @default 1 of 1 */
  readonly windows?: { readonly over: number; readonly of: number } | undefined;
  /** The number in each event that is judged, a selector such as `$.durationMs` (`$name` in a space-delimited pattern). */
  readonly value?: string | undefined;
  /** CloudWatch's unit of `value`. @default what its name says: `…Ms` is Milliseconds, `…Seconds` Seconds, `…Bytes` Bytes */
  readonly unit?: string | undefined;
  /** Share of the events `of` in the events `to` (all, when that is left out), in percent. */
  readonly ratio?:
    | {
        readonly of: EventsDescription;
        readonly to?: EventsDescription | undefined;
        /** A window with fewer events than this is good. @default 1 */
        readonly minimum?: number | undefined;
      }
    | undefined;
  /** Goes off when there was no such event for this long. */
  readonly silence?: string | undefined;
  /** Goes off when the count (or the statistic of `value`) leaves the band of what is usual at this time. */
  readonly unusual?:
    | boolean
    | {
        /** Standard deviations that the band is wide on each side. @default 2 */
        readonly width?: number | undefined;
        /** @default "above" */
        readonly direction?: "above" | "below" | "both" | undefined;
        /** Of `value`. @default "Sum" of counts, "Average" of values */
        readonly statistic?: string | undefined;
      }
    | undefined;
  /** Goes off when failures use up the error budget of an objective too fast. */
  readonly budget?:
    | {
        /** Share of good events, such as `"99.9%"`. */
        readonly objective: string;
        /** Time that the objective is for. @default "30d" */
        readonly window?: string | undefined;
        /** Events that fail. @default what `level` or `pattern` of the signal say */
        readonly of?: EventsDescription | undefined;
        /** Events that could fail. @default all */
        readonly to?: EventsDescription | undefined;
        /** A window with fewer events than this is good. @default 1 */
        readonly minimum?: number | undefined;
      }
    | undefined;
  /** A query of Logs Insights that is judged on a schedule. */
  readonly query?:
    | {
        readonly query: string;
        /** One aggregation over its rows, such as `avg(duration)`. @default "count(*)" */
        readonly aggregate?: string | undefined;
        /** Fields by whose values there are contributors of their own, five at most. @default none */
        readonly by?: readonly string[] | undefined;
        /** Log lines in an e-mail notification, 50 at most. @default 0 */
        readonly lines?: number | undefined;
      }
    | undefined;
  /** Dimension name → selector: also counts by these values. Of counts and values only. @default none */
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  /** An alarm of its own for each of these sets of dimension values. @default none */
  readonly alarmFor?: readonly Readonly<Record<string, string>>[] | undefined;
  /** The limit of a statistic of `value`. */
  readonly average?: string | number | undefined;
  readonly sum?: string | number | undefined;
  readonly minimum?: string | number | undefined;
  readonly maximum?: string | number | undefined;
  readonly sampleCount?: string | number | undefined;
  /** The limit of a percentile of `value`: `p99: "> 2s"`. */
  readonly [percentile: `p${number}`]: string | number | undefined;
  /** The limit of a trimmed or winsorized mean, count or sum of `value`: `tm99: "> 1s"`. */
  readonly [trimmed: `tm${number}`]: string | number | undefined;
  readonly [trimmedCount: `tc${number}`]: string | number | undefined;
  readonly [trimmedSum: `ts${number}`]: string | number | undefined;
  readonly [winsorized: `wm${number}`]: string | number | undefined;
}
