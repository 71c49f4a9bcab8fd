import type { StackSource } from "../../template/cloud-assembly.ts";
import type { StackRecord } from "./stack-record.ts";

/** A stack's record as it is written into the storage; its template lies with its resources. */
export interface KeptRecord
  extends Pick<
    StackRecord,
    | "name"
    | "id"
    | "created"
    | "updated"
    | "status"
    | "reason"
    | "settings"
    | "formerSettings"
    | "drift"
    | "terminationProtection"
    | "policy"
  > {
  readonly body?: string | undefined;
}

/** What of a record outlasts its process: neither events nor change sets. */
export const keptRecord = ({
  name,
  id,
  created,
  updated,
  status,
  reason,
  settings,
  formerSettings,
  drift,
  terminationProtection,
  policy,
  template,
}: StackRecord): KeptRecord => ({
  name,
  id,
  created,
  ...(updated !== undefined && { updated }),
  status,
  reason,
  settings,
  ...(formerSettings && { formerSettings }),
  ...(drift && { drift }),
  terminationProtection,
  policy,
  body: template?.body,
});

const IN_PROGRESS = "_IN_PROGRESS";
const CUT_OFF = "The local cloud was stopped before the operation was over.";

/** @param source what is deployed of the stack; undefined when nothing is */
export function recordOf({ body, ...kept }: KeptRecord, source: StackSource | undefined): StackRecord {
  const cutOff = kept.status.endsWith(IN_PROGRESS) && kept.status !== `REVIEW${IN_PROGRESS}`;
  return {
    ...kept,
    ...(cutOff && { status: `${kept.status.slice(0, -IN_PROGRESS.length)}_FAILED`, reason: CUT_OFF }),
    ...(body !== undefined && source && { template: { body, source } }),
    events: [],
    changeSets: new Map(),
    touched: new Map(),
  };
}
