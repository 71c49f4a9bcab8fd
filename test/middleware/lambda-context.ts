/** A context object as Lambda gives it, with a time limit that counts down. */
export function lambdaContext(requestId = "request-1", limitMs = 3_000) {
  const endsAt = Date.now() + limitMs;
  return {
    awsRequestId: requestId,
    functionName: "orders",
    functionVersion: "7",
    invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
    memoryLimitInMB: "256",
    getRemainingTimeInMillis: () => endsAt - Date.now(),
  };
}
