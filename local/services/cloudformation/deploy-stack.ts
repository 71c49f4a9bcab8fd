import type { Cloud } from "../../kernel/cloud.ts";
import { RollbackError } from "../../template/rollback-error.ts";
import { deploymentEvents } from "./deployment-events.ts";
import { removeStack } from "./remove-stack.ts";
import { permissionOf } from "./stack-policy.ts";
import type { StackRecord, StackSettings, StackTemplate } from "./stack-record.ts";
import type { StackDirectory } from "./state.ts";

/** Brings a stack to a template behind the call's answer; how it ended stands in the stack's status and events. */
export function deployStack(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  {
    template,
    settings,
    token,
    policy = record.policy,
    newPolicy,
  }: {
    readonly template: StackTemplate;
    readonly settings: StackSettings;
    readonly token?: string | undefined;
    /** What is obeyed in place of the stack's policy. */
    readonly policy?: string | undefined;
    /** What the stack's policy is once the update has succeeded. @default what it is */
    readonly newPolicy?: string | undefined;
  },
): void {
  const first = directory.stackOf(record).resources.length === 0 && record.template === undefined;
  const verb = first ? "CREATE" : "UPDATE";
  const rollback = first ? "ROLLBACK" : "UPDATE_ROLLBACK";
  directory.note(record, `${verb}_IN_PROGRESS`, "User Initiated", token);
  const former = record.settings;
  record.settings = settings;
  record.drift = undefined;
  if (!first) record.updated = cloud.clock.now();
  const { disableRollback } = settings;
  const cancel = new AbortController();
  record.cancel = cancel;
  const begun = () => record.status.includes("ROLLBACK");
  const work = directory.deployment
    .deployStack(template.source, {
      skipUnknown: true,
      disableRollback,
      cancelled: cancel.signal,
      wait: (awaited) => cloud.park(awaited),
      permission: first ? undefined : permissionOf(policy),
      ...deploymentEvents(directory, record, token, (logicalId) => {
        if (disableRollback) return;
        const list = `The following resource(s) failed to ${verb.toLowerCase()}: [${logicalId}].`;
        directory.note(record, `${rollback}_IN_PROGRESS`, list, token);
      }),
    })
    .then(
      ({ source }) => {
        record.template = { ...template, source: source! };
        record.policy = newPolicy ?? record.policy;
        directory.note(record, `${verb}_COMPLETE`, undefined, token);
      },
      (error: Error) => {
        const reason = error.message;
        if (disableRollback) {
          directory.note(record, `${verb}_FAILED`, reason, token);
          return;
        }
        // What the stack is again was deployed with what was said then.
        record.settings = former;
        if (!begun()) directory.note(record, `${rollback}_IN_PROGRESS`, reason, token);
        if (error instanceof RollbackError) directory.note(record, `${rollback}_FAILED`, reason, token);
        else if (first && settings.deletesOnFailure) removeStack(cloud, directory, record, { token });
        else directory.note(record, `${rollback}_COMPLETE`, undefined, token);
      },
    )
    .finally(() => {
      record.cancel = undefined;
    });
  cloud.track(work);
}
