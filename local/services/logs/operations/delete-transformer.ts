import type { DeleteTransformerRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { transformerMissing } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteTransformer.html */
export function deleteTransformer(
  input: Input<DeleteTransformerRequest>,
  { state: service }: Call<LogsService>,
) {
  const group = service.groupOf(input);
  if (group.settings.transformer === undefined) throw transformerMissing();
  group.settings.transformer = undefined;
  service.store.saveGroup(group);
  service.changed("AWS::Logs::Transformer", group.name, "deleted");
}
