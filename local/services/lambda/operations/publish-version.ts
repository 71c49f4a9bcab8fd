import type { PublishVersionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html for "unchanged makes no version" */
export function publishVersion(input: Input<PublishVersionRequest>, { state: { functions } }: Call<Lambda>) {
  const deployed = functions.get(input.FunctionName);
  const newest = deployed.versions.at(-1);
  if (newest && newest["RevisionId"] === deployed.configuration["RevisionId"]) return newest;
  const Version = String(deployed.versions.length + 1);
  const version = {
    ...deployed.configuration,
    Version,
    FunctionArn: `${deployed.pool.definition.arn}:${Version}`,
    ...(input.Description !== undefined && { Description: input.Description }),
  };
  deployed.versions.push(version);
  functions.save(deployed);
  return version;
}
