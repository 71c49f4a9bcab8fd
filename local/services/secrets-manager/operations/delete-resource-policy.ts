import type { DeleteResourcePolicyRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html */
export function deleteResourcePolicy(
  { SecretId }: Input<DeleteResourcePolicyRequest>,
  { state: secrets }: Call<Secrets>,
): object {
  const secret = secrets.live(SecretId);
  secret.policy = undefined;
  secrets.keep(secret);
  return { ARN: secret.arn, Name: secret.name };
}
