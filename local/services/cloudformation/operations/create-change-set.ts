import { randomUUID } from "node:crypto";
import type { CreateChangeSetInput } from "@aws-sdk/client-cloudformation";
import { arnOf } from "../../../kernel/arn.ts";
import type { Call } from "../../../kernel/cloud.ts";
import type { Input } from "../../../kernel/service.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { otherChanges, resourceChanges } from "../resource-changes.ts";
import { settingsOf } from "../settings.ts";
import type { StackDirectory } from "../state.ts";
import { checkCapabilities, readSource, templateText, validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html */
export function createChangeSet(
  input: Input<CreateChangeSetInput>,
  { state: stacks, cloud, region, accountId }: Call<StackDirectory>,
): object {
  const { StackName, ChangeSetName, ChangeSetType: kind = "UPDATE", Description } = input;
  const known = stacks.find(StackName);
  const present = known !== undefined && known.status !== "REVIEW_IN_PROGRESS";
  if (kind === "UPDATE" && !known) throw validationError(`Stack [${StackName}] does not exist`);
  if (kind === "CREATE" && present)
    throw validationError(
      `Stack [${StackName}] already exists and cannot be created again with the changeSet [${ChangeSetName}].`,
    );
  const settings = settingsOf(input, known);
  const body = input.UsePreviousTemplate ? known?.template?.body : templateText(cloud, input);
  if (body === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  const parameters = Object.fromEntries(
    settings.parameters.map((one) => [one.ParameterKey, one.ParameterValue]),
  );
  const source = readSource(known?.name ?? StackName, body, parameters);
  checkCapabilities(source.template, settings.capabilities);
  const record = known ?? stacks.create(StackName, "REVIEW_IN_PROGRESS");
  if ([...record.changeSets.values()].some(({ name }) => name === ChangeSetName))
    throw new ServiceError("AlreadyExistsException", `ChangeSet ${ChangeSetName} already exists`, {
      statusCode: 400,
    });
  const stack = stacks.stackOf(record);
  const changes = resourceChanges(stack, source);
  const nothing = changes.length === 0 && !otherChanges(stack, source) && present;
  const id = arnOf({ region, accountId }, "cloudformation", `changeSet/${ChangeSetName}/${randomUUID()}`);
  record.changeSets.set(id, {
    id,
    name: ChangeSetName,
    kind: kind === "CREATE" ? "CREATE" : "UPDATE",
    created: cloud.clock.now(),
    description: Description,
    template: { body, source },
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
