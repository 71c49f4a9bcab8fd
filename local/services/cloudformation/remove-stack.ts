import type { Cloud } from "../../kernel/cloud.ts";
import { ExportInUseError } from "../../template/stack-exports.ts";
import { deploymentEvents } from "./deployment-events.ts";
import type { Outcome, StackRecord } from "./stack-record.ts";
import type { StackDirectory } from "./state.ts";

/**
 * Removes a stack behind the call's answer, and behind a deployment that is under way, which is cancelled.
 *
 * @param retained logical ids of resources that stay
 */
export function removeStack(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  {
    token,
    retained = [],
  }: { readonly token?: string | undefined; readonly retained?: readonly string[] } = {},
): void {
  const former: Outcome = { status: record.status };
  const { work: underWay } = record;
  directory.note(record, "DELETE_IN_PROGRESS", "User Initiated", token);
  const events = deploymentEvents(directory, record, token);
  const remove = async () => {
    underWay?.cancel.abort();
    const { status } = (await underWay?.ended) ?? former;
    try {
      await directory.deployment.destroy(record.name, { retained, ...events });
      directory.note(record, "DELETE_COMPLETE", undefined, token);
    } catch (error) {
      // A stack whose exports are in use is what it was.
      if (error instanceof ExportInUseError) directory.note(record, status, cancelled(error), token);
      else directory.note(record, "DELETE_FAILED", (error as Error).message, token);
    }
  };
  cloud.track(remove());
}

const cancelled = ({ exportName, users }: ExportInUseError): string =>
  `Delete canceled. Cannot delete export ${exportName} as it is in use by ${users}.`;
