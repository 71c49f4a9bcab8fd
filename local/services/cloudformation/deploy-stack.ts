import type { Cloud } from "../../kernel/cloud.ts";
import { RollbackError } from "../../template/rollback-error.ts";
import type { Stack } from "../../template/stack.ts";
import { deploymentEvents } from "./deployment-events.ts";
import { removeStack } from "./remove-stack.ts";
import { permissionOf } from "./stack-policy.ts";
import type { Outcome, StackRecord, StackSettings, StackTemplate } from "./stack-record.ts";
import { beginWork, noteWork } from "./stack-work.ts";
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
  const former = record.settings;
  if (!first) record.formerSettings ??= former;
  record.settings = settings;
  record.drift = undefined;
  if (!first) record.updated = cloud.clock.now();
  directory.note(record, `${verb}_IN_PROGRESS`, "User Initiated", token);
  const { disableRollback } = settings;
  const begun = () => record.status.includes("ROLLBACK");
  const rollingBack = (reason: string) =>
    noteWork(directory, record, { status: `${rollback}_IN_PROGRESS`, reason }, token);
  const completed = ({ source }: Stack): Outcome => {
    record.template = { ...template, source: source! };
    record.formerSettings = undefined;
    record.policy = newPolicy ?? record.policy;
    return { status: `${verb}_COMPLETE` };
  };
  const failed = (error: Error): Outcome => {
    const reason = error.message;
    if (disableRollback) return { status: `${verb}_FAILED`, reason };
    // What the stack is again was deployed with what was said then.
    record.settings = former;
    if (!begun()) rollingBack(reason);
    if (error instanceof RollbackError) return { status: `${rollback}_FAILED`, reason };
    if (first && settings.deletesOnFailure && record.status !== "DELETE_IN_PROGRESS")
      removeStack(cloud, directory, record, { token });
    return { status: `${rollback}_COMPLETE` };
  };
  beginWork(cloud, directory, record, {
    verb,
    token,
    run: (cancelled) =>
      directory.deployment
        .deployStack(template.source, {
          skipUnknown: true,
          disableRollback,
          cancelled,
          wait: (awaited) => cloud.park(awaited),
          permission: first ? undefined : permissionOf(policy),
          ...deploymentEvents(directory, record, token, ({ logicalId, reason }) => {
            const list = `The following resource(s) failed to ${verb.toLowerCase()}: [${logicalId}].`;
            rollingBack(logicalId === undefined ? reason : list);
          }),
        })
        .then(completed, failed),
  });
}
