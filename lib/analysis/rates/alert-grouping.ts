import { type Anomaly, anomalyId, type Finding, reasonOf } from "./anomaly.ts";
import { AnomalyKind } from "./judgement.ts";
import { WINDOW_MS } from "./window-counts.ts";

/** Windows without any finding after which the next one is another alert. */
export const QUIET_WINDOWS = 6;
const MAX_SAMPLES = 3;

/** Makes one alert of what is found at the same time: what is found while it is young or goes on belongs to it. */
export class AlertGrouping {
  /** Start of the window of the last finding; minus infinity before the first. */
  last = Number.NEGATIVE_INFINITY;

  /** @param start start of the window, epoch milliseconds */
  alerts(findings: readonly Finding[], start: number): Anomaly[] {
    if (findings.length === 0) return [];
    const quiet = start - this.last > QUIET_WINDOWS * WINDOW_MS;
    const young = start - this.last <= WINDOW_MS;
    // An error that is new is news while something else goes on.
    const newError = findings.some(({ kind }) => kind === AnomalyKind.new);
    this.last = start;
    return !quiet && (young || !newError) ? [] : [alertOf(findings, start)];
  }
}

function alertOf(findings: readonly Finding[], start: number): Anomaly {
  const ordered = [...findings].sort((one, other) => weight(other) - weight(one));
  const head = ordered[0]!;
  const change = looksLikeChange(findings);
  const reason = reasonOf(head, start, WINDOW_MS / 60_000);
  return {
    id: anomalyId(start + WINDOW_MS, findings),
    since: start,
    at: start + WINDOW_MS,
    kind: change ? "change" : head.kind,
    series: head.series,
    seen: head.seen,
    expected: head.expected,
    score: Math.max(...findings.map(({ score }) => score)),
    reason: change
      ? `${reason}; ${findings.length} kinds of lines changed at once, as after a deploy`
      : reason,
    samples: ordered.flatMap(({ sample }) => (sample === undefined ? [] : [sample])).slice(0, MAX_SAMPLES),
    findings: ordered,
  };
}

/** What tells people most comes first: new errors, then what has a text, then how unusual it is. */
function weight({ kind, series, score }: Finding): number {
  const what =
    series.type === "template" ? 2 : series.type === "value" ? 1.5 : series.type === "arrival" ? 1 : 0;
  return (kind === AnomalyKind.new ? 4 : 0) + what + score;
}

function looksLikeChange(findings: readonly Finding[]): boolean {
  const templates = findings.filter(({ series }) => series.type === "template");
  const more = templates.some(({ kind }) => kind === AnomalyKind.new || kind === AnomalyKind.burst);
  const less = templates.some(({ kind }) => kind === AnomalyKind.drop || kind === AnomalyKind.silence);
  return templates.length >= 3 && more && less;
}
