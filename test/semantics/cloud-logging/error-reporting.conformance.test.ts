import { expect } from "vitest";
import {
  acceptReportedError,
  ERROR_REPORTING_ERRORS_PER_HOUR,
  ERROR_REPORTING_SAMPLED_PER_HOUR,
  errorGroupKey,
  InvalidArgumentError,
  isAnalyzed,
  type LogEntry,
  type ReportedErrorEvent,
  type ReportLocation,
  type ResolutionStatus,
  reportedError,
  resolutionStatus,
  statusAfterError,
} from "../../../lib/semantics/index.ts";
import corpus from "../../conformance/error-reporting.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";

type ErrorText = string | { readonly message: string; readonly reportLocation: ReportLocation };

interface Case extends TieredCase {
  readonly kind: string;
  readonly entry?: LogEntry;
  readonly captured?: boolean;
  readonly bucket?: { readonly cmek?: boolean; readonly project?: string };
  readonly a?: ErrorText;
  readonly b?: ErrorText;
  readonly sameGroup?: boolean;
  readonly event?: ReportedErrorEvent;
  readonly expect?: {
    readonly error?: string;
    readonly messageLike?: string;
    readonly eventTimeIsArrival?: boolean;
    readonly logName?: string;
  };
  readonly steps?: readonly string[];
  readonly expected?: string;
  readonly value?: unknown;
}

const NOW = Date.UTC(2026, 0, 5, 10);
const FACTS: Readonly<Record<string, unknown>> = {
  "errors sampled per hour": ERROR_REPORTING_ERRORS_PER_HOUR,
  "errors sampled per hour once too many arrive": ERROR_REPORTING_SAMPLED_PER_HOUR,
};

const RUN: Readonly<Record<string, (one: Case) => void>> = {
  captured({ entry, captured }) {
    expect(reportedError(entry!) !== undefined).toBe(captured);
  },
  storage({ bucket, captured }) {
    const { cmek = false, project = "my-project" } = bucket!;
    expect(isAnalyzed({ cmek, ownProject: project === "my-project" })).toBe(captured);
  },
  group({ a, b, sameGroup }) {
    expect(keyOf(a!) === keyOf(b!)).toBe(sameGroup);
  },
  report({ event, expect: expected = {} }) {
    const report = () => acceptReportedError({ ...event!, ...timeOf(event!) }, "my-project", NOW);
    if (expected.error) {
      expect(report).toThrow(InvalidArgumentError);
      expect(report).toThrow(expected.messageLike ?? "");
      return;
    }
    const entry = report();
    if (expected.eventTimeIsArrival) expect(entry.timestamp).toBe(new Date(NOW).toISOString());
    if (expected.logName) expect(entry.logName).toBe(expected.logName);
    expect(reportedError(entry)).toBeDefined();
  },
  status({ steps, expected }) {
    let status: ResolutionStatus | undefined;
    for (const step of steps!)
      status = step === "event" ? statusAfterError(status) : resolutionStatus(step.slice("set ".length));
    expect(status).toBe(expected);
  },
  fact({ name, value }) {
    expect(FACTS[name]).toBe(value);
  },
};

function keyOf(error: ErrorText): string {
  return errorGroupKey(typeof error === "string" ? { message: error } : error);
}

/** `now-40d` as a time. */
function timeOf({ eventTime }: ReportedErrorEvent): Pick<ReportedErrorEvent, "eventTime"> {
  const [, sign, days] = /^now([+-])(\d+)d$/.exec(eventTime ?? "") ?? [];
  if (days === undefined) return {};
  const time = NOW + (sign === "-" ? -1 : 1) * Number(days) * 86_400_000;
  return { eventTime: new Date(time).toISOString() };
}

runTiers("Error Reporting", corpus.cases as unknown as readonly Case[], (one) => RUN[one.kind]!(one));
