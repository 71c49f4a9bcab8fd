import type { GetResourcePolicyRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html */
export function getResourcePolicy(
  { SecretId }: Input<GetResourcePolicyRequest>,
  { state: secrets }: Call<Secrets>,
): object {
  const { arn, name, policy } = secrets.at(SecretId);
  return { ARN: arn, Name: name, ...(policy !== undefined && { ResourcePolicy: policy }) };
}
