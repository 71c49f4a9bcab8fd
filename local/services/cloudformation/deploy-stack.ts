import type { Cloud } from "../../kernel/cloud.ts";
import type { DeploymentEvent } from "../../template/stack.ts";
import type { StackRecord, StackSettings, StackTemplate } from "./stack-record.ts";
import type { StackDirectory } from "./state.ts";

/** Words of each change in events. */
const STATUS: Readonly<Record<DeploymentEvent["change"], string | undefined>> = {
  create: "CREATE",
  update: "UPDATE",
  replace: "UPDATE",
  delete: "DELETE",
  keep: undefined,
};

/** Brings a stack to a template behind the call's answer; how it ended stands in the stack's status and events. */
export function deployStack(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  {
    template,
    settings,
    token,
  }: {
    readonly template: StackTemplate;
    readonly settings: StackSettings;
    readonly token?: string | undefined;
  },
): void {
  const first = directory.stackOf(record).resources.length === 0 && record.template === undefined;
  const verb = first ? "CREATE" : "UPDATE";
  directory.note(record, `${verb}_IN_PROGRESS`, "User Initiated", token);
  const former = record.settings;
  record.settings = settings;
  if (!first) record.updated = cloud.clock.now();
  const work = directory.deployment
    .deployStack(template.source, {
      skipUnknown: true,
      disableRollback: settings.disableRollback,
      onEvent: (event) => tell(directory, record, event, token),
      onFailure: ({ logicalId, type, reason }) => {
        directory.event(record, { logicalId, type, physicalId: "", status: `${verb}_FAILED`, reason, token });
        if (settings.disableRollback) return;
        const rollback = first ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS";
        const list = `The following resource(s) failed to ${verb.toLowerCase()}: [${logicalId}].`;
        directory.note(record, rollback, list, token);
      },
    })
    .then(
      () => {
        record.template = template;
        directory.note(record, `${verb}_COMPLETE`, undefined, token);
      },
      (error: unknown) => {
        const reason = (error as Error).message;
        if (settings.disableRollback) {
          directory.note(record, `${verb}_FAILED`, reason, token);
          return;
        }
        // What the stack is again was deployed with what was said then.
        record.settings = former;
        if (!record.status.includes("ROLLBACK"))
          directory.note(
            record,
            first ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS",
            reason,
            token,
          );
        directory.note(record, first ? "ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE", undefined, token);
      },
    );
  cloud.track(work);
}

/** Takes a stack whose deployment failed, and was left as it was, back to what was there before. */
export function rollBackStack(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  token?: string | undefined,
): void {
  const verb = record.template === undefined ? "ROLLBACK" : "UPDATE_ROLLBACK";
  directory.note(record, `${verb}_IN_PROGRESS`, "User Initiated", token);
  const onEvent = (event: DeploymentEvent) => tell(directory, record, event, token);
  const { deployment } = directory;
  const work = record.template
    ? deployment.deployStack(record.template.source, { skipUnknown: true, onEvent })
    : deployment.destroy(record.name);
  cloud.track(
    work.then(
      () => directory.note(record, `${verb}_COMPLETE`, undefined, token),
      (error: unknown) => directory.note(record, `${verb}_FAILED`, (error as Error).message, token),
    ),
  );
}

/** Removes a stack behind the call's answer. */
export function removeStack(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  token?: string | undefined,
): void {
  directory.note(record, "DELETE_IN_PROGRESS", "User Initiated", token);
  const work = directory.deployment.destroy(record.name).then(
    () => {
      directory.note(record, "DELETE_COMPLETE", undefined, token);
      record.deleted = cloud.clock.now();
    },
    (error: unknown) => directory.note(record, "DELETE_FAILED", (error as Error).message, token),
  );
  cloud.track(work);
}

function tell(
  directory: StackDirectory,
  record: StackRecord,
  { logicalId, type, change, physicalId, placeholder }: DeploymentEvent,
  token: string | undefined,
): void {
  const verb = STATUS[change];
  if (verb === undefined) return;
  const event = { logicalId, type, physicalId, token };
  directory.event(record, { ...event, status: `${verb}_IN_PROGRESS` });
  directory.event(record, {
    ...event,
    status: `${verb}_COMPLETE`,
    reason: placeholder !== undefined ? `${placeholder} A placeholder stands for it.` : undefined,
  });
}
