import type { DisassociateKmsKeyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { keyOwner, setKey } from "../group-key.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html */
export function disassociateKmsKey(
  input: Input<DisassociateKmsKeyRequest>,
  { state: service }: Call<LogsService>,
) {
  setKey(service, keyOwner(service, input), undefined);
}
