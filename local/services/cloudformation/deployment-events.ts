import type {
  DeploymentEvent,
  FailedResource,
  NestedStackStep,
  StackOptions,
  StartedRollback,
} from "#template/stack-options.ts";
import type { StackRecord } from "./stack-record.ts";
import type { StackDirectory } from "./state.ts";

/** Words of each change in events. */
const VERBS: Readonly<Record<DeploymentEvent["change"], string | undefined>> = {
  create: "CREATE",
  update: "UPDATE",
  replace: "UPDATE",
  delete: "DELETE",
  leave: "DELETE",
  keep: undefined,
};

/**
 * What makes events of a deployment's steps, each those of the stack that it is of.
 *
 * @param record the outermost stack
 * @param onRollback told when that stack begins to be taken back
 */
export function deploymentEvents(
  directory: StackDirectory,
  record: StackRecord,
  token: string | undefined,
  onRollback: (rollback: StartedRollback) => void = () => {},
): Required<Pick<StackOptions, "onEvent" | "onFailure" | "onRollback" | "onNested">> {
  const of = (stackName: string) =>
    stackName === record.name ? record : (directory.nested(stackName) ?? record);
  return {
    onEvent: (event) => tell(directory, of(event.stackName), event, token),
    onFailure: (failure) => tellFailure(directory, of(failure.stackName), failure, token),
    onRollback: (rollback) => {
      if (rollback.stackName === record.name) onRollback(rollback);
    },
    onNested: (step) => tellNested(directory, step, token),
  };
}

function tell(
  directory: StackDirectory,
  record: StackRecord,
  { logicalId, type, change, physicalId, placeholder, problem }: DeploymentEvent,
  token: string | undefined,
): void {
  const verb = VERBS[change];
  if (verb === undefined) return;
  const event = { logicalId, type, physicalId, token };
  directory.event(record, { ...event, status: `${verb}_IN_PROGRESS` });
  directory.event(record, {
    ...event,
    status: `${verb}_${problem === undefined ? "COMPLETE" : "FAILED"}`,
    reason:
      problem ?? (placeholder !== undefined ? `${placeholder} A placeholder stands for it.` : undefined),
  });
}

function tellFailure(
  directory: StackDirectory,
  record: StackRecord,
  { logicalId, type, reason }: FailedResource,
  token: string | undefined,
): void {
  const verb = record.work?.verb ?? record.status.split("_")[0];
  directory.event(record, { logicalId, type, physicalId: "", status: `${verb}_FAILED`, reason, token });
}

/** A nested stack that could not be made, or was taken away, is gone. */
function tellNested(
  directory: StackDirectory,
  { stackName, step, ended, reason }: NestedStackStep,
  token: string | undefined,
): void {
  const record = directory.nested(stackName, step === "removing" ? undefined : "CREATE_IN_PROGRESS");
  if (!record) return;
  const deploying = record.status === "CREATE_IN_PROGRESS" ? "CREATE" : "UPDATE";
  const verb = step === "removing" ? "DELETE" : step === "restoring" ? "UPDATE_ROLLBACK" : deploying;
  if (ended === undefined) directory.note(record, `${verb}_IN_PROGRESS`, undefined, token);
  else if (ended === "done") directory.finish(record, `${verb}_COMPLETE`, token);
  else directory.note(record, `${verb}_FAILED`, reason, token);
  if (ended !== "undone") return;
  if (verb === "CREATE") directory.note(record, "DELETE_COMPLETE", undefined, token);
  else {
    directory.note(record, "UPDATE_ROLLBACK_IN_PROGRESS", reason, token);
    directory.note(record, "UPDATE_ROLLBACK_COMPLETE", undefined, token);
  }
}
