import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { answerOf, type HttpAnswer, messageAnswer } from "../lambda/http/http-answer.ts";
import type { HttpCall, HttpCallContext } from "../lambda/http/http-call.ts";
import { eventOfPayload1 } from "../lambda/http/payload-1.ts";
import { eventOfPayload2 } from "../lambda/http/payload-2.ts";
import type { Api, Integration } from "./api.ts";

/** What an integration gave. */
export interface IntegrationAnswer {
  readonly answer: HttpAnswer;
  readonly status?: number;
  readonly requestId?: string;
  readonly problem?: string;
}

const NO_PERMISSION =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.";

/** Sends a request to where its route leads. */
export async function callIntegration(
  cloud: Cloud,
  api: Api,
  integration: Integration | undefined,
  call: HttpCall,
  context: HttpCallContext,
): Promise<IntegrationAnswer> {
  const failed = (problem: string, status = 500): IntegrationAnswer => ({
    answer: messageAnswer(status, api.kind === "http" ? "Internal Server Error" : "Internal server error"),
    problem,
  });
  if (integration?.mock) {
    const { status, headers } = integration.mock;
    return { answer: { status, headers: Object.entries(headers), body: Buffer.alloc(0) }, status };
  }
  const FunctionName = functionOf(integration?.IntegrationUri ?? "");
  if (integration?.IntegrationType !== "AWS_PROXY" || FunctionName === undefined)
    return failed(
      `The local cloud calls functions only, not the integration ${integration?.IntegrationType} ${integration?.IntegrationUri ?? ""}`.trim(),
    );
  const first = api.kind === "rest" || (integration.PayloadFormatVersion ?? "1.0") === "1.0";
  const event = first
    ? eventOfPayload1(call, context, api.kind === "rest" ? undefined : "1.0")
    : eventOfPayload2(call, context);
  try {
    // A role of the integration's own stands in for the function's policy.
    const caller = integration.CredentialsArn === undefined ? { principal: "apigateway.amazonaws.com" } : {};
    const result = await cloud.call<{ Payload: string; FunctionError?: string }>(
      "lambda",
      "Invoke",
      {
        FunctionName,
        Payload: Buffer.from(JSON.stringify(event)),
        SourceArn: sourceOf(cloud, api, call, context),
      },
      { ...caller, requestId: context.requestId },
    );
    const { requestId } = context;
    if (result.FunctionError !== undefined)
      return {
        ...failed(`The function failed: ${result.FunctionError}`, api.kind === "http" ? 500 : 502),
        status: 200,
        requestId,
      };
    const answer = answerOf(Buffer.from(result.Payload).toString(), !first);
    if (answer) return { answer, status: 200, requestId };
    return {
      ...failed(
        "The response from the Lambda function doesn't match the format that API Gateway expects.",
        api.kind === "http" ? 500 : 502,
      ),
      status: 200,
      requestId,
    };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return failed(error.code === "AccessDeniedException" ? NO_PERMISSION : error.message);
  }
}

/** A function's ARN, by itself or in the form of an invocation. */
export function functionOf(uri: string): string | undefined {
  const [, inside] = /:lambda:path\/\d{4}-\d{2}-\d{2}\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  const arn = inside ?? uri;
  return /^arn:[^:]+:lambda:/.test(arn) ? arn : undefined;
}

/** The route in whose name the function is called, as permissions name it. */
function sourceOf(
  cloud: Cloud,
  api: Api,
  { method }: HttpCall,
  { stage, routeKey }: HttpCallContext,
): string {
  const [, path] = routeKey.split(" ");
  const route = path === undefined ? "$default" : `${method}${path}`;
  return arnOf(cloud, "execute-api", `${api.ApiId}/${stage}/${route}`);
}
