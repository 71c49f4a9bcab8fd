import type { PutResourcePolicyRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import { readPolicy } from "#kernel/policy.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export function putResourcePolicy(
  { SecretId, ResourcePolicy }: Input<PutResourcePolicyRequest>,
  { state: secrets }: Call<Secrets>,
): object {
  const secret = secrets.live(SecretId);
  if (!readPolicy(ResourcePolicy))
    throw new ServiceError("MalformedPolicyDocumentException", "This resource policy contains invalid Json");
  secret.policy = ResourcePolicy;
  secrets.keep(secret);
  return { ARN: secret.arn, Name: secret.name };
}
