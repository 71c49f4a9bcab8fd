import type { Cloud } from "../../kernel/cloud.ts";
import { ExportInUseError } from "../../template/stack-exports.ts";
import { deploymentEvents } from "./deployment-events.ts";
import type { StackRecord } from "./stack-record.ts";
import type { StackDirectory } from "./state.ts";

/** Removes a stack behind the call's answer. @param retained logical ids of resources that stay */
export function removeStack(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  {
    token,
    retained = [],
  }: { readonly token?: string | undefined; readonly retained?: readonly string[] } = {},
): void {
  const { status } = record;
  directory.note(record, "DELETE_IN_PROGRESS", "User Initiated", token);
  const events = deploymentEvents(directory, record, token);
  const work = directory.deployment.destroy(record.name, { retained, ...events }).then(
    () => directory.note(record, "DELETE_COMPLETE", undefined, token),
    (error: Error) => {
      // A stack whose exports are in use is what it was.
      if (error instanceof ExportInUseError) directory.note(record, status, cancelled(error), token);
      else directory.note(record, "DELETE_FAILED", error.message, token);
    },
  );
  cloud.track(work);
}

const cancelled = ({ exportName, users }: ExportInUseError): string =>
  `Delete canceled. Cannot delete export ${exportName} as it is in use by ${users}.`;
