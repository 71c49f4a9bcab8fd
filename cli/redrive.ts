import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import type { DeadLetter } from "@cumulog/cdk";
import { Command } from "commander";
import { decodeSubscription } from "cumulog/semantics";
import { wholeNumber } from "./option-values.ts";

interface Options {
  readonly queueUrl: string;
  readonly function?: string;
  readonly limit: number;
  readonly id?: readonly string[];
  readonly reason?: string;
  readonly json?: true;
  readonly endpoint?: string;
  readonly region?: string;
}

/** A dead letter, whoever wrote it. */
export interface ReadLetter {
  readonly functionName: string | undefined;
  readonly target: string;
  readonly reason: string;
  readonly failedAt: string | undefined;
  readonly summary: string;
  /** What to invoke the function with; undefined if the letter cannot be understood. */
  readonly event: unknown;
}

const HELP = `
The queue holds what the functions could not deliver, with the reason. "replay" invokes the function again with what failed,
and deletes a letter only when the function succeeded; everything else stays in the queue.

Examples:
  $ cumulog redrive list --queue-url https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters
  $ cumulog redrive preview --queue-url "$QUEUE" --id 4f1c
  $ cumulog redrive replay --queue-url "$QUEUE" --reason AccessDenied`;

const EXIT_FAILED = 1;
/** Seconds for which a letter that is looked at is invisible to others. */
const HOLD_SECONDS = 120;
/** And one that is replayed: no function runs for longer. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const REPLAY_SECONDS = 960;

/** `cumulog redrive`: what is in a dead-letter queue, and delivering it again. */
export function redriveCommand(): Command {
  const command = new Command("redrive")
    .description("list, preview and replay dead letters")
    .addHelpText("after", HELP);
  const add = (name: string, description: string, run: (options: Options) => Promise<number>) =>
    command
      .command(name)
      .description(description)
      .requiredOption("--queue-url <url>", "SQS queue with the letters")
      .option("--limit <n>", "letters at most", wholeNumber(1), 100)
      .option("--id <prefix...>", "only letters whose message id begins so")
      .option("--reason <text>", "only letters whose reason contains the text")
      .option("--function <name>", "function to invoke, instead of the one that the letter names")
      .option("--json", "print one JSON object a letter")
      .option("--endpoint <url>", "endpoint of the services, for example the local cloud's")
      .option("--region <region>", "AWS Region")
      .action(async (options: Options) => {
        process.exitCode = await run(options);
      });
  add("list", "print the letters, without changing the queue", (options) => show(options, lineOf));
  add("preview", "print the letters with the events inside, without changing the queue", (options) =>
    show(options, contentOf),
  );
  add("replay", "invoke the function again, and delete what succeeded", replay);
  return command;
}

/** Understands letters of the functions, records of Lambda's on-failure destination, and bare events of Lambda's dead-letter queue. */
export function readLetter(message: Pick<Message, "Body" | "MessageAttributes">): ReadLetter {
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  let body: unknown;
  try {
    body = JSON.parse(message.Body ?? "");
  } catch {
    body = undefined;
  }
  const document = typeof body === "object" && body !== null ? (body as Record<string, never>) : undefined;
  if (document?.["cumulog"] === 1) return document as unknown as DeadLetter;
  if (document?.["requestContext"] !== undefined && document["requestPayload"] !== undefined) {
    const context = document["requestContext"] as { functionArn?: string; condition?: string };
    const response = document["responsePayload"] as
      | { errorType?: string; errorMessage?: string }
      | null
      | undefined;
    return {
      functionName: context.functionArn?.replace(/:\$LATEST$/, ""),
      target: "function",
      reason: response?.errorMessage ?? context.condition ?? "the function failed",
      failedAt: document["timestamp"],
      summary: "whole invocation",
      event: document["requestPayload"],
    };
  }
  return {
    functionName: undefined,
    target: "function",
    reason: attribute("ErrorMessage") ?? (document === undefined ? "the message is not JSON" : "unknown"),
    failedAt: undefined,
    summary: "whole invocation",
    event: document,
  };
}

async function show(
  options: Options,
  print: (id: string, letter: ReadLetter, json: boolean) => string,
): Promise<number> {
  const queue = await openQueue(options);
  const messages = await receive(queue, options);
  for (const message of messages) {
    process.stdout.write(`${print(message.MessageId ?? "", readLetter(message), options.json === true)}\n`);
  }
  await giveBack(queue, options.queueUrl, messages);
  if (options.json !== true) process.stdout.write(`${messages.length} letters\n`);
  return 0;
}

async function replay(options: Options): Promise<number> {
  const queue = await openQueue(options);
  const { LambdaClient, InvokeCommand } = await import("@aws-sdk/client-lambda");
  const lambda = new LambdaClient(clientOptions(options));
  const messages = await receive(queue, options);
  const { DeleteMessageCommand } = await import("@aws-sdk/client-sqs");
  const kept: Message[] = [];
  for (const message of messages) {
    const letter = readLetter(message);
    const functionName = options.function ?? letter.functionName;
    let problem: string | undefined;
    if (functionName === undefined) problem = "the letter names no function; give --function";
    else if (letter.event === undefined) problem = "the letter holds no event";
    else if (!(await hold(queue, options.queueUrl, message, REPLAY_SECONDS)))
      problem = "the queue has given it to others meanwhile";
    else {
      try {
        const answer = await lambda.send(
          new InvokeCommand({
            FunctionName: functionName,
            Payload: Buffer.from(JSON.stringify(letter.event)),
          }),
        );
        if (answer.FunctionError !== undefined)
          problem = Buffer.from(answer.Payload ?? [])
            .toString()
            .slice(0, 300);
      } catch (error) {
        problem = `${(error as Error).name}: ${(error as Error).message}`;
      }
    }
    if (problem === undefined) {
      await queue.send(
        new DeleteMessageCommand({ QueueUrl: options.queueUrl, ReceiptHandle: message.ReceiptHandle }),
      );
    } else {
      kept.push(message);
    }
    const outcome = problem === undefined ? "replayed" : "kept";
    const line = options.json
      ? JSON.stringify({ id: message.MessageId, outcome, problem, target: letter.target })
      : `${message.MessageId}  ${outcome}${problem === undefined ? "" : `: ${problem}`}`;
    process.stdout.write(`${line}\n`);
  }
  await giveBack(queue, options.queueUrl, kept);
  if (options.json !== true)
    process.stdout.write(`${messages.length - kept.length} replayed, ${kept.length} kept\n`);
  return kept.length === 0 ? 0 : EXIT_FAILED;
}

/** Receives until the queue has no more to show. Letters not asked for go back at the end. */
async function receive(queue: SQSClient, options: Options): Promise<Message[]> {
  const { ReceiveMessageCommand } = await import("@aws-sdk/client-sqs");
  const wanted: Message[] = [];
  const others: Message[] = [];
  const seen = new Set<string>();
  while (wanted.length < options.limit) {
    const { Messages = [] } = await queue.send(
      new ReceiveMessageCommand({
        QueueUrl: options.queueUrl,
        MaxNumberOfMessages: Math.min(10, options.limit - wanted.length),
        VisibilityTimeout: HOLD_SECONDS,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ["All"],
      }),
    );
    const fresh = Messages.filter(({ MessageId = "" }) => !seen.has(MessageId));
    if (fresh.length === 0) break;
    for (const message of fresh) {
      seen.add(message.MessageId ?? "");
      (matches(message, options) ? wanted : others).push(message);
    }
  }
  await giveBack(queue, options.queueUrl, others);
  return wanted;
}

function matches(message: Message, options: Options): boolean {
  if (options.id !== undefined && !options.id.some((prefix) => message.MessageId?.startsWith(prefix)))
    return false;
  return options.reason === undefined || readLetter(message).reason.includes(options.reason);
}

async function giveBack(queue: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<void> {
  for (const message of messages) await hold(queue, queueUrl, message, 0);
}

/** Keeps a letter from others for a time from now on. @returns false when they may have it already */
async function hold(
  queue: SQSClient,
  QueueUrl: string,
  { ReceiptHandle }: Message,
  VisibilityTimeout: number,
): Promise<boolean> {
  const { ChangeMessageVisibilityCommand, MessageNotInflight, ReceiptHandleIsInvalid } = await import(
    "@aws-sdk/client-sqs"
  );
  try {
    await queue.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    return true;
  } catch (error) {
    if (error instanceof MessageNotInflight || error instanceof ReceiptHandleIsInvalid) return false;
    throw error;
  }
}

function lineOf(id: string, letter: ReadLetter, json: boolean): string {
  if (json) {
    const { event: _, ...rest } = letter;
    return JSON.stringify({ id, ...rest });
  }
  const source = letter.functionName ?? "unknown function";
  return `${id}  ${letter.failedAt ?? ""}  ${source} → ${letter.target}  ${letter.summary}  ${letter.reason}`;
}

function contentOf(id: string, letter: ReadLetter, json: boolean): string {
  const lines = eventsIn(letter.event);
  if (json) return JSON.stringify({ id, ...letter, events: lines });
  const shown = lines.map((line) => `  ${line.trimEnd()}`);
  return [lineOf(id, letter, false), ...shown].join("\n");
}

/** Log lines of a subscription payload, or the event itself. */
function eventsIn(event: unknown): string[] {
  const document = event as
    | { cumulogRedrive?: number; event?: unknown; awslogs?: { data?: unknown } }
    | undefined;
  if (document?.cumulogRedrive === 1) return eventsIn(document.event);
  const data = document?.awslogs?.data;
  if (typeof data !== "string") return event === undefined ? [] : [JSON.stringify(event)];
  try {
    return decodeSubscription(data).logEvents.map(
      ({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}`,
    );
  } catch (error) {
    return [`(${(error as Error).name}: ${(error as Error).message})`];
  }
}

async function openQueue(options: Options): Promise<SQSClient> {
  const { SQSClient } = await import("@aws-sdk/client-sqs");
  return new SQSClient(clientOptions(options));
}

function clientOptions({ endpoint, region }: Options): { endpoint?: string; region?: string } {
  return { ...(endpoint === undefined ? {} : { endpoint }), ...(region === undefined ? {} : { region }) };
}
