/** What a function puts into its dead-letter queue: enough to understand the failure and to run it again. */
export interface DeadLetter {
  /** Version of this form. */
  readonly cumulog: 1;
  /** Name of the function that failed; `cumulog redrive` invokes it again. */
  readonly functionName: string;
  /** Destination or rule that failed. */
  readonly target: string;
  readonly reason: string;
  /** ISO time. */
  readonly failedAt: string;
  /** What the letter is about, in few words: number of log events, name of an alarm. */
  readonly summary: string;
  /** Event with which to invoke the function again; it does only what failed. */
  readonly event: Redrive;
}

/** An event of a function once more, for the destinations alone that did not take it. */
export interface Redrive {
  /** Version of this form. */
  readonly cumulogRedrive: 1;
  readonly destinations: readonly string[];
  /** What the function was invoked with. */
  readonly event: unknown;
}

/** Thrown when the event of a redrive says not what to do. */
export class RedriveError extends Error {
  override readonly name = "RedriveError";
}

/**
 * What an event of a function asks for: the event within a redrive, however often it was one, and the destinations of the outermost.
 *
 * @throws RedriveError when it names no destination
 */
export function readRedrive(given: unknown): {
  readonly event: unknown;
  /** Undefined when it is no redrive: all destinations. */
  readonly destinations: readonly string[] | undefined;
} {
  const { cumulogRedrive, destinations, event } = (given ?? {}) as Partial<Redrive>;
  if (cumulogRedrive !== 1) return { event: given, destinations: undefined };
  if (!Array.isArray(destinations) || destinations.length === 0)
    throw new RedriveError("A redrive names no destinations: expected at least one in `destinations`.");
  return { event: readRedrive(event).event, destinations: destinations.map(String) };
}

/** The letter of something that a target did not take. */
export function deadLetter(
  failure: Pick<DeadLetter, "functionName" | "target" | "reason" | "summary">,
  event: unknown,
): DeadLetter {
  return {
    cumulog: 1,
    ...failure,
    failedAt: new Date().toISOString(),
    event: { cumulogRedrive: 1, destinations: [failure.target], event },
  };
}

/** Thrown when the dead-letter queue itself cannot be reached, so that Lambda retries the whole event. */
export class DeadLetterQueueError extends Error {
  override readonly name = "DeadLetterQueueError";
}

/**
 * Sends letters one by one, the reason also as an attribute.
 *
 * @throws DeadLetterQueueError if no queue is configured or it does not take a letter.
 */
export async function sendDeadLetters(
  queueUrl: string | undefined,
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  if (queueUrl === undefined || queueUrl === "") {
    const reasons = letters.map((letter) => `${letter.target}: ${letter.reason}`).join("; ");
    throw new DeadLetterQueueError(`No DEAD_LETTER_QUEUE_URL is set for what failed: ${reasons}`);
  }
  const { SQSClient, SendMessageCommand } = await import("./clients/sqs.ts");
  const client = new SQSClient({});
  for (const letter of letters) {
    const attribute = (text: string) => ({ DataType: "String", StringValue: attributeText(text) });
    try {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(letter),
          MessageAttributes: {
            reason: attribute(letter.reason),
            target: attribute(letter.target),
            functionName: attribute(letter.functionName),
          },
        }),
      );
    } catch (cause) {
      throw new DeadLetterQueueError(
        `The dead-letter queue did not take a letter for ${letter.target} (${letter.reason}): ${(cause as Error).message}`,
        { cause },
      );
    }
  }
}

/** SQS takes only these characters in an attribute and no empty one. */
function attributeText(text: string): string {
  const clean = text.replace(/[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd]/g, "?").slice(0, 1024);
  return clean === "" ? "unknown" : clean;
}
