import type { TagResourceRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { withTags } from "#kernel/tags.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html */
export function tagResource(
  { SecretId, Tags }: Input<TagResourceRequest>,
  { state: secrets }: Call<Secrets>,
) {
  const secret = secrets.live(SecretId);
  secret.tags = withTags(secret.tags ?? [], Tags);
  secrets.keep(secret);
  return {};
}
