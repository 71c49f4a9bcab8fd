/** An alarm that fits a log. */
export interface InputSignal {
  readonly name: string;
  readonly pattern: string;
  readonly moreThan: number;
  readonly within: `${number}m`;
  readonly severity: "critical" | "error" | "warning" | "info";
}

const ACCESS_LOG = /^\S+ \S+ .+ \[[^\]]+\] "[^"]*" \d{3} /;
const MOST = 0.5;

/** Chooses alarms by the kind of log that the first lines show: an access log, JSON lines, or text. */
export function signalsFor(lines: readonly string[]): readonly InputSignal[] {
  const share = (test: (line: string) => boolean) => lines.filter(test).length / Math.max(1, lines.length);
  if (share((line) => ACCESS_LOG.test(line)) > MOST) return accessLogSignals;
  if (share((line) => line.trimStart().startsWith("{")) > MOST) return jsonSignals;
  return textSignals;
}

const accessLogSignals: readonly InputSignal[] = [
  {
    name: "server-errors",
    pattern: "[ip, identity, user, time, request, status = 5*, ...]",
    moreThan: 0,
    within: "5m",
    severity: "critical",
  },
  {
    name: "not-found",
    pattern: "[ip, identity, user, time, request, status = 404, ...]",
    moreThan: 5,
    within: "60m",
    severity: "warning",
  },
];

const jsonSignals: readonly InputSignal[] = [
  {
    name: "errors",
    pattern:
      '{ $.level = "ERROR" || $.level = "error" || $.level = "FATAL" || $.level = "fatal" || $.level >= 50 || $.severity = "ERROR" }',
    moreThan: 0,
    within: "5m",
    severity: "critical",
  },
];

const textSignals: readonly InputSignal[] = [
  {
    name: "errors",
    pattern: "?ERROR ?Error ?error ?FATAL ?CRITICAL",
    moreThan: 0,
    within: "5m",
    severity: "critical",
  },
];
