import { randomUUID } from "node:crypto";
import type { Properties, ResourceContext } from "../../kernel/resource-type.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { type CustomResourceResponse, openCustomResourceResponses } from "./responses.ts";

/** What a custom resource is asked for. */
export interface CustomResourceRequest {
  readonly RequestType: "Create" | "Update" | "Delete";
  readonly ResourceType: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
  readonly OldResourceProperties?: Properties;
}

/** The custom resource said no, or nothing. */
export class CustomResourceError extends Error {
  override readonly name = "CustomResourceError";
  /** What it called the resource, if it did. */
  readonly physicalId: string | undefined;

  constructor(message: string, physicalId?: string) {
    super(message);
    this.physicalId = physicalId;
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
const LONGEST_WAIT_SECONDS = 3_600;
/** A stopped clock would never let the time pass. */
const LONGEST_REAL_WAIT_MS = 10_000;

/**
 * Asks the function or topic behind a custom resource, and waits for its response.
 *
 * @throws CustomResourceError
 */
export async function requestCustomResource(
  context: ResourceContext,
  request: CustomResourceRequest,
): Promise<CustomResourceResponse & { readonly PhysicalResourceId: string }> {
  const { cloud, logicalId, stackId } = context;
  const RequestId = randomUUID();
  const { ResourceProperties, OldResourceProperties, ...rest } = request;
  const token = String(ResourceProperties["ServiceToken"]);
  const awaited = cloud.state(openCustomResourceResponses).await(`${stackId}|${logicalId}|${RequestId}`);
  const message = JSON.stringify({
    ...rest,
    ServiceToken: token,
    ResponseURL: awaited.url,
    StackId: stackId,
    RequestId,
    LogicalResourceId: logicalId,
    ResourceProperties: inTexts(ResourceProperties),
    ...(OldResourceProperties && { OldResourceProperties: inTexts(OldResourceProperties) }),
  });
  const seconds = Number(ResourceProperties["ServiceTimeout"] ?? LONGEST_WAIT_SECONDS);
  const timeout = timeOut(context, seconds, RequestId);
  try {
    const sent = send(context, token, message);
    const response = await Promise.race([awaited.response, sent.then(() => timeout.started())]);
    // A function that has answered may have something left to do, which must not end with the stack.
    await sent.catch(() => {});
    return checked(response, request, RequestId);
  } finally {
    awaited.forget();
    timeout.stop();
  }
}

/** Resolves when the request was delivered. @throws CustomResourceError when its function fails before it answers */
async function send({ call, logicalId }: ResourceContext, token: string, message: string): Promise<void> {
  try {
    if (token.split(":")[2] === "sns") {
      await call("sns", "Publish", {
        TopicArn: token,
        Subject: "AWS CloudFormation custom resource request",
        Message: message,
      });
      return;
    }
    const { FunctionError, Payload } = await call<{ FunctionError?: string; Payload?: string }>(
      "lambda",
      "Invoke",
      { FunctionName: token, Payload: Buffer.from(message) },
    );
    // CloudFormation would wait for the function's retries, and then for an hour.
    if (FunctionError !== undefined)
      throw new CustomResourceError(
        `The function of the custom resource ${logicalId} failed before it responded: ${String(Payload).slice(0, 1_000)}`,
      );
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new CustomResourceError(`Invalid service token ${token}: ${error.message}`);
  }
}

/** Fails when the cloud's clock, or real time under a stopped one, has gone on for too long. */
function timeOut(
  { cloud }: ResourceContext,
  seconds: number,
  requestId: string,
): { readonly started: () => Promise<never>; readonly stop: () => void } {
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const error = new CustomResourceError(
    `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`,
  );
  const timer = cloud.clock.after(seconds * 1_000, () => fail(error));
  let real: NodeJS.Timeout | undefined;
  return {
    started: () => {
      real = setInterval(() => {
        if (cloud.clock.speed === 0) fail(error);
      }, LONGEST_REAL_WAIT_MS);
      return failed;
    },
    stop: () => {
      timer.cancel();
      clearInterval(real);
    },
  };
}

function checked(
  response: CustomResourceResponse,
  { RequestType, PhysicalResourceId }: CustomResourceRequest,
  requestId: string,
): CustomResourceResponse & { readonly PhysicalResourceId: string } {
  const id = response.PhysicalResourceId ?? PhysicalResourceId;
  if (response.Status !== "SUCCESS")
    throw new CustomResourceError(
      `Received response status [${String(response.Status)}] from custom resource. Message returned: ${String(response.Reason)} (RequestId: ${requestId})`,
      typeof id === "string" ? id : undefined,
    );
  if (typeof id !== "string" || id === "")
    throw new CustomResourceError(
      `Invalid PhysicalResourceId: the response to ${RequestType} must have one (RequestId: ${requestId})`,
    );
  return { ...response, PhysicalResourceId: id };
}

/** Custom resources get all scalars as texts. */
function inTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inTexts);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inTexts(inner)]));
}
