import { randomUUID } from "node:crypto";
import type { CreateChangeSetInput } from "@aws-sdk/client-cloudformation";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { requestedStack } from "../requested-stack.ts";
import { otherChanges, resourceChanges } from "../resource-changes.ts";
import { otherSettings } from "../settings.ts";
import { checkUpdatable } from "../stack-status.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html */
export async function createChangeSet(
  input: Input<CreateChangeSetInput>,
  { state: stacks, cloud, region, accountId }: Call<StackDirectory>,
): Promise<object> {
  const { StackName, ChangeSetName, ChangeSetType: kind = "UPDATE", Description } = input;
  const known = stacks.find(StackName);
  const present = known !== undefined && known.status !== "REVIEW_IN_PROGRESS";
  if (kind === "UPDATE" && !known) throw validationError(`Stack [${StackName}] does not exist`);
  if (kind === "CREATE" && present)
    throw validationError(
      `Stack [${StackName}] already exists and cannot be created again with the changeSet [${ChangeSetName}].`,
    );
  if (present) checkUpdatable(known);
  const { template, settings } = await requestedStack(cloud, stacks, known?.name ?? StackName, input, {
    known,
    expands: false,
  });
  const record = known ?? stacks.create(StackName, "REVIEW_IN_PROGRESS");
  if ([...record.changeSets.values()].some(({ name }) => name === ChangeSetName))
    throw new ServiceError("AlreadyExistsException", `ChangeSet ${ChangeSetName} already exists`, {
      statusCode: 400,
    });
  const stack = stacks.stackOf(record);
  const changes = resourceChanges(stack, template.source);
  const nothing =
    present &&
    changes.length === 0 &&
    !otherChanges(stack, template.source) &&
    !otherSettings(record.settings, settings);
  const id = arnOf({ region, accountId }, "cloudformation", `changeSet/${ChangeSetName}/${randomUUID()}`);
  record.changeSets.set(id, {
    id,
    name: ChangeSetName,
    kind: kind === "CREATE" ? "CREATE" : "UPDATE",
    created: cloud.clock.now(),
    description: Description,
    template,
    changes,
    settings,
    status: nothing ? "FAILED" : "CREATE_COMPLETE",
    ...(nothing && {
      reason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    }),
    executed: false,
  });
  return { Id: id, StackId: record.id };
}
