import type { ClockReading } from "../kernel/clock.ts";
import type { CloudEvents, InboxMessage } from "../kernel/cloud-events.ts";
import type { FaultRule } from "../kernel/faults.ts";
import type { SinkExport } from "../services/cloud-logging/routing/sink-exports.ts";
import type { FoundLines } from "./lines/line-search.ts";

/** An incident of an alert policy of Google Cloud. Times are milliseconds since the epoch. */
export interface ShownIncident {
  readonly incidentId: string;
  /** The policy's full name. */
  readonly policy: string;
  readonly policyName: string;
  readonly conditionName: string;
  /** As the policy says, for example `"CRITICAL"`; empty when it says nothing. */
  readonly severity: string;
  readonly summary: string;
  readonly openedAt: number;
  /** Absent while it is open. */
  readonly closedAt?: number;
}

/** What the control API answers, by method and path below `/_cumulog/`: the page and the command line read the same. */
export interface ControlAnswers {
  readonly "GET health": { readonly status: "ok"; readonly region: string; readonly accountId: string };
  readonly "GET clock": ClockReading;
  readonly "GET faults": Readonly<Record<string, FaultRule>>;
  readonly "GET switches": {
    readonly switches: readonly { readonly name: string; readonly on: boolean }[];
  };
  readonly "POST causes": { readonly lines: number; readonly causes: readonly string[] };
  readonly "POST lines": FoundLines;
  readonly "GET google/sinks": { readonly exports: readonly SinkExport[] };
  readonly "GET google/incidents": { readonly incidents: readonly ShownIncident[] };
  readonly "GET inbox": { readonly messages: readonly InboxMessage[] };
  readonly "GET invocations": readonly CloudEvents["invocation"][0][];
}
