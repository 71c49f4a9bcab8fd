const HEADERS = {
  "content-type": "application/x-amz-json-1.1",
  "x-amz-date": "20260101T000000Z",
  authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
};

/**
 * Calls an operation of CloudWatch Logs without an SDK's cost.
 *
 * @throws Error when the connection breaks or the answer is none of success
 */
export async function callLogs<Output>(endpoint: string, operation: string, body: string): Promise<Output> {
  const headers = { ...HEADERS, "x-amz-target": `Logs_20140328.${operation}` };
  const response = await fetch(endpoint, { method: "POST", headers, body });
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Output;
}

/** A log line as the metric filters of the bench read it; one of a hundred is an error. */
export function lineOf(index: number): string {
  return `{"level":"INFO","message":"request","status":${index % 100 === 0 ? 500 : 200},"latency":${index % 60},"path":"/api/orders/${index}"}`;
}
