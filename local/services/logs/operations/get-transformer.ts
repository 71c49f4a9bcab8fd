import type { GetTransformerRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { transformerMissing } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetTransformer.html */
export function getTransformer(input: Input<GetTransformerRequest>, { state: service }: Call<LogsService>) {
  const { arn, settings } = service.groupOf(input);
  if (settings.transformer === undefined) throw transformerMissing();
  return { logGroupIdentifier: arn, ...settings.transformer };
}
