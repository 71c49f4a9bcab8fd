import { randomUUID } from "node:crypto";
import type { PublishVersionRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { FunctionConfiguration } from "../deployed-function.ts";
import { checkRevision } from "../function-configuration.ts";
import type { Lambda } from "../state.ts";

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html for "unchanged makes no version" */
export function publishVersion(input: Input<PublishVersionRequest>, { state: { functions } }: Call<Lambda>) {
  const deployed = functions.get(input.FunctionName);
  const { RevisionId, CodeSha256 } = deployed.configuration;
  checkRevision(input.RevisionId, RevisionId);
  if (input.CodeSha256 !== undefined && input.CodeSha256 !== CodeSha256)
    throw new ServiceError(
      "InvalidParameterValueException",
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  const newest = deployed.versions.at(-1);
  if (newest && contentOf(newest) === contentOf(deployed.configuration)) return newest;
  deployed.published += 1;
  const Version = String(deployed.published);
  const version = {
    ...deployed.configuration,
    Version,
    FunctionArn: `${deployed.pool.definition.arn}:${Version}`,
    RevisionId: randomUUID(),
    ...(input.Description !== undefined && { Description: input.Description }),
  };
  deployed.versions.push(version);
  functions.save(deployed);
  return version;
}

/** What makes a version another one. */
function contentOf({
  Version,
  FunctionArn,
  RevisionId,
  Description,
  ...content
}: FunctionConfiguration): string {
  return JSON.stringify(content);
}
