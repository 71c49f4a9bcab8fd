import type { Cloud } from "../../kernel/cloud.ts";
import { RollbackError } from "../../template/rollback-error.ts";
import { deploymentEvents } from "./deployment-events.ts";
import { removeStack } from "./remove-stack.ts";
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
  }: {
    readonly template: StackTemplate;
    readonly settings: StackSettings;
    readonly token?: string | undefined;
  },
): void {
  const first = directory.stackOf(record).resources.length === 0 && record.template === undefined;
  const verb = first ? "CREATE" : "UPDATE";
  const rollback = first ? "ROLLBACK" : "UPDATE_ROLLBACK";
  directory.note(record, `${verb}_IN_PROGRESS`, "User Initiated", token);
  const former = record.settings;
  record.settings = settings;
  if (!first) record.updated = cloud.clock.now();
  const { disableRollback } = settings;
  const begun = () => record.status.includes("ROLLBACK");
  const work = directory.deployment
    .deployStack(template.source, {
      skipUnknown: true,
      disableRollback,
      ...deploymentEvents(directory, record, token, (logicalId) => {
        if (disableRollback) return;
        const list = `The following resource(s) failed to ${verb.toLowerCase()}: [${logicalId}].`;
        directory.note(record, `${rollback}_IN_PROGRESS`, list, token);
      }),
    })
    .then(
      ({ source }) => {
        record.template = { ...template, source: source! };
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
    );
  cloud.track(work);
}
