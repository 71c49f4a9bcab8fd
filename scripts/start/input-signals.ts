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
  if (share((line) => line.trimStart().startsWith("{")) > MOST) return [errors(jsonPattern(lines))];
  return [errors("?ERROR ?Error ?error ?FATAL ?Fatal ?fatal ?CRIT ?crit ?panic ?Exception")];
}

const errors = (pattern: string): InputSignal => ({
  name: "errors",
  pattern,
  moreThan: 0,
  within: "5m",
  severity: "critical",
});

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

/** Members that loggers keep the level in, with the selector of a filter pattern. */
const LEVEL_MEMBERS: Readonly<Record<string, string>> = {
  level: "$.level",
  severity: "$.severity",
  levelname: "$.levelname",
  lvl: "$.lvl",
  loglevel: "$.loglevel",
  "@l": "$.['@l']",
  "log.level": "$.['log.level']",
};
const ERROR_NAMES = ["ERROR", "Error", "error", "FATAL", "Fatal", "fatal", "CRITICAL", "critical"];
/** As pino and bunyan count. */
const ERROR_NUMBER = 50;

/** Errors by the member that holds the level in these lines. */
function jsonPattern(lines: readonly string[]): string {
  const levels = new Map<string, unknown>();
  for (const line of lines)
    for (const [member, value] of Object.entries(membersOf(line)))
      if (member in LEVEL_MEMBERS && !levels.has(member)) levels.set(member, value);
  const [[member, value] = ["level", ""]] = levels;
  const selector = LEVEL_MEMBERS[member]!;
  if (typeof value === "number") return `{ ${selector} >= ${ERROR_NUMBER} }`;
  return `{ ${ERROR_NAMES.map((name) => `${selector} = "${name}"`).join(" || ")} }`;
}

function membersOf(line: string): object {
  try {
    return Object(JSON.parse(line)) as object;
  } catch {
    return {};
  }
}
