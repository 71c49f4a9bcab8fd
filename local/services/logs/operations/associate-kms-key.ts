import type { AssociateKmsKeyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { keyOwner, setKey } from "../group-key.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html */
export function associateKmsKey(input: Input<AssociateKmsKeyRequest>, { state: service }: Call<LogsService>) {
  setKey(service, keyOwner(service, input), input.kmsKeyId);
}
