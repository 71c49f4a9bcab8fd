/** What the middleware reads of Lambda's context object. */
export interface LambdaContext {
  readonly awsRequestId?: string;
  readonly functionName?: string;
  readonly functionVersion?: string;
  readonly invokedFunctionArn?: string;
  readonly memoryLimitInMB?: string | number;
  /** Set where one process serves several invocations at once. */
  readonly xRayTraceId?: string;
  /** Set where the function isolates tenants. */
  readonly tenantId?: string;
  getRemainingTimeInMillis?(): number;
}

/** What the middleware reads of middy's request, in versions 6 and 7. */
export interface MiddyRequest {
  event: unknown;
  context: unknown;
  response: unknown;
  earlyResponse?: unknown;
  error: unknown;
  internal: unknown;
}
