import { LEVELS } from "cumulog";
import type { TelemetryRecord } from "./function-record.ts";
import type { TelemetryEvent } from "./telemetry-listener.ts";

interface PlatformMembers {
  readonly requestId?: string;
  readonly version?: string;
  readonly status?: string;
  readonly errorType?: string;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly droppedRecords?: number;
  readonly droppedBytes?: number;
  readonly reason?: string;
}

/** Which of Lambda's own events become records. What Lambda dropped is told in any case. */
export type PlatformChoice = "reports" | "all" | "none";

/** Metrics of a report, as its line in the function's log names them. */
const METRICS: readonly (readonly [member: string, label: string, unit: string])[] = [
  ["durationMs", "Duration", "ms"],
  ["billedDurationMs", "Billed Duration", "ms"],
  ["memorySizeMB", "Memory Size", "MB"],
  ["maxMemoryUsedMB", "Max Memory Used", "MB"],
  ["initDurationMs", "Init Duration", "ms"],
  ["restoreDurationMs", "Restore Duration", "ms"],
];

/** An event of Lambda itself as a record; undefined for one that nobody asked for. */
export function platformRecord(
  { type, record }: TelemetryEvent,
  timestamp: number,
  service: string | undefined,
  choice: PlatformChoice,
): TelemetryRecord | undefined {
  const members = (record ?? {}) as PlatformMembers;
  const isDropped = type === "platform.logsDropped";
  const hasFailed = members.status !== undefined && members.status !== "success";
  const isReport = type === "platform.report" || (type === "platform.initReport" && hasFailed);
  if (!isDropped && (choice === "none" || (choice === "reports" && !isReport))) return undefined;
  const line = lineOf(type, members);
  const { metrics, ...others } = members;
  return {
    timestamp,
    level: isDropped ? LEVELS.warn : hasFailed ? LEVELS.error : LEVELS.info,
    logger: type,
    message: line.replaceAll("\t", " "),
    service,
    context: undefined,
    fields: { ...others, ...metrics },
    error: undefined,
    line,
  };
}

/** As Lambda words it in the function's log, where it does: queries of Logs Insights find its parts. */
function lineOf(type: string, members: PlatformMembers): string {
  const { requestId, version, metrics = {}, status, errorType } = members;
  switch (type) {
    case "platform.start":
      return `START RequestId: ${requestId} Version: ${version}`;
    case "platform.report": {
      const parts = METRICS.flatMap(([member, label, unit]) =>
        metrics[member] === undefined ? [] : [`${label}: ${metrics[member]} ${unit}`],
      );
      const failed = status === undefined || status === "success" ? [] : [`Status: ${status}`];
      const error = errorType === undefined ? [] : [`Error Type: ${errorType}`];
      return [`REPORT RequestId: ${requestId}`, ...parts, ...failed, ...error].join("\t");
    }
    case "platform.logsDropped":
      return `Lambda dropped ${members.droppedRecords} records (${members.droppedBytes} bytes): ${members.reason}`;
    default:
      return `${type} ${JSON.stringify(members)}`;
  }
}
