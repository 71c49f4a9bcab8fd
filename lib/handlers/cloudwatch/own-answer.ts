import type { PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";

/** Members of the answer to PutLogEvents. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const MEMBERS: ReadonlySet<string> = new Set([
  "nextSequenceToken",
  "rejectedLogEventsInfo",
  "rejectedEntityInfo",
]);

/** HTTP 200 from something that is not the service: an empty page, a login, another server at the same address. */
export class ForeignAnswerError extends Error {
  override readonly name = "ForeignAnswerError";
}

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: AsyncIterable<Uint8Array> | Uint8Array;
}

/** Makes a call fail with {@link ForeignAnswerError} when what answers is not the service. */
export function demandOwnAnswer(command: PutLogEventsCommand): void {
  command.middlewareStack.add(
    (next) => async (parameters) => {
      const result = await next(parameters);
      const response = result.response as Response;
      if (response.statusCode !== 200) return result;
      const body = await wholeBody(response.body);
      if (!isOwn(body, response.headers))
        throw new ForeignAnswerError(
          "HTTP 200 came from something that is not CloudWatch Logs: check the endpoint and what stands before it",
        );
      response.body = body;
      return result;
    },
    { step: "deserialize", priority: "low", name: "ownAnswer" },
  );
}

async function wholeBody(body: Response["body"]): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return new Uint8Array(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
}

/** An object, with a request's id or nothing in it that the service does not say. */
function isOwn(body: Uint8Array, headers: Response["headers"]): boolean {
  try {
    const answer: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString());
    if (typeof answer !== "object" || answer === null || Array.isArray(answer)) return false;
    return "x-amzn-requestid" in headers || Object.keys(answer).every((member) => MEMBERS.has(member));
  } catch {
    return false;
  }
}
