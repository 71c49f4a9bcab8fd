import type { UntagResourceRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagsExcept } from "#kernel/tags.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html */
export function untagResource(
  { SecretId, TagKeys }: Input<UntagResourceRequest>,
  { state: secrets }: Call<Secrets>,
) {
  const secret = secrets.live(SecretId);
  secret.tags = tagsExcept(secret.tags ?? [], TagKeys);
  secrets.keep(secret);
  return {};
}
