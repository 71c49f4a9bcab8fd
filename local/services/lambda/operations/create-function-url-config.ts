import type { CreateFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Lambda } from "../state.ts";
import { urlOwner } from "../urls/url-owner.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html */
export function createFunctionUrlConfig(
  input: Input<CreateFunctionUrlConfigRequest>,
  { state: { functions, urls }, cloud }: Call<Lambda>,
): object {
  const [functionName, qualifier] = urlOwner(functions, input);
  if (urls.find(functionName, qualifier))
    throw new ServiceError(
      "ResourceConflictException",
      `Failed to create function url config for [functionArn = ${functions.get(functionName).pool.definition.arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
      { statusCode: 409, details: { Type: "User" } },
    );
  const now = cloud.clock.now();
  const url = {
    id: urls.idFor(functionName, qualifier),
    functionName,
    qualifier,
    authType: input.AuthType,
    cors: input.Cors,
    invokeMode: input.InvokeMode ?? "BUFFERED",
    created: now,
    modified: now,
  };
  urls.save(url);
  const { LastModifiedTime: _, ...shown } = urls.describe(url);
  return { ...shown, InvokeMode: input.InvokeMode };
}
