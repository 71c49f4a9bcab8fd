import type { Cloud } from "../../kernel/cloud.ts";
import type { Stack } from "../../template/stack.ts";
import { deploymentEvents } from "./deployment-events.ts";
import type { StackRecord } from "./stack-record.ts";
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
  const events = deploymentEvents(directory, record, token);
  const work: Promise<Stack | undefined> = record.template
    ? deployment.deployStack(record.template.source, {
        skipUnknown: true,
        disableRollback: true,
        ...events,
        ...(skipped && { skipped }),
      })
    : deployment.destroy(record.name, events).then(() => undefined);
  cloud.track(
    work.then(
      (stack) => {
        if (record.template && stack?.source) record.template = { ...record.template, source: stack.source };
        directory.note(record, `${verb}_COMPLETE`, undefined, token);
      },
      (error: Error) => directory.note(record, `${verb}_FAILED`, error.message, token),
    ),
  );
}
