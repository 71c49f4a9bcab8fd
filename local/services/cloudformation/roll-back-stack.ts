import type { Cloud } from "../../kernel/cloud.ts";
import { deploymentEvents } from "./deployment-events.ts";
import type { Outcome, StackRecord } from "./stack-record.ts";
import { beginWork } from "./stack-work.ts";
import type { StackDirectory } from "./state.ts";

/**
 * Takes a stack whose deployment failed, and was left as it was, back to what was there before.
 *
 * @param skipped logical ids of resources that are taken to be as they were
 */
export function rollBackStack(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  { token, skipped }: { readonly token?: string | undefined; readonly skipped?: readonly string[] } = {},
): void {
  const verb = record.template === undefined ? "ROLLBACK" : "UPDATE_ROLLBACK";
  directory.note(record, `${verb}_IN_PROGRESS`, "User Initiated", token);
  const { deployment } = directory;
  const { template } = record;
  const events = deploymentEvents(directory, record, token);
  const run = async (cancelled: AbortSignal): Promise<Outcome> => {
    try {
      if (template) {
        const options = { skipUnknown: true, disableRollback: true, cancelled, ...events };
        const { source } = await deployment.deployStack(template.source, {
          ...options,
          ...(skipped && { skipped }),
        });
        if (source) record.template = { ...template, source };
        record.settings = record.formerSettings ?? record.settings;
        record.formerSettings = undefined;
      } else await deployment.destroy(record.name, events);
      return { status: `${verb}_COMPLETE` };
    } catch (error) {
      return { status: `${verb}_FAILED`, reason: (error as Error).message };
    }
  };
  beginWork(cloud, directory, record, { verb: "UPDATE", token, run });
}
