/**
 * Runs inside the child process of a function: loads the handler and serves it invocations from the Lambda Runtime
 * API, as the managed Node.js runtime does.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import "./outgoing/preload.ts";
import { writeSync } from "node:fs";
import { format } from "node:util";
import { request } from "../../kernel/node-http.ts";
import { startAtClock } from "./cloud-date.ts";
import { describeError, type LambdaHandler, loadHandler } from "./handler-loader.ts";
import { isStreaming, provideStreaming, ResponseStream, type StreamingHandler } from "./response-stream.ts";
import { provideSdk } from "./runtime-modules.ts";

const LOG_DESCRIPTOR = 3;
const [host, port] = process.env["AWS_LAMBDA_RUNTIME_API"]!.split(":");
const jsonLogs = process.env["AWS_LAMBDA_LOG_FORMAT"] === "JSON";
let requestId = "";

/** One frame a line on the log descriptor: a whole event, or raw output that is cut at line breaks outside. */
function writeFrame(frame: { event: string } | { raw: string } | { end: string; exits?: boolean }): void {
  writeSync(LOG_DESCRIPTOR, `${JSON.stringify(frame)}\n`);
}

const WRITERS = {
  debug: "DEBUG",
  error: "ERROR",
  info: "INFO",
  log: "INFO",
  trace: "TRACE",
  warn: "WARN",
} as const;

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const lowest = LEVELS.indexOf(process.env["AWS_LAMBDA_LOG_LEVEL"] ?? "TRACE");

function captureOutput(): void {
  for (const [method, level] of Object.entries(WRITERS) as [keyof typeof WRITERS, string][])
    console[method] = (...values: unknown[]) => {
      // As the managed runtime does where lines are JSON: what is below the level is not written.
      if (LEVELS.indexOf(level) < lowest) return;
      const message = format(...values);
      const timestamp = new Date().toISOString();
      writeFrame({
        event: jsonLogs
          ? `${JSON.stringify({ timestamp, level, requestId, message })}\n`
          : `${timestamp}\t${requestId}\t${level}\t${message}\n`,
      });
    };
  for (const stream of [process.stdout, process.stderr])
    stream.write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
      writeFrame({ raw: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8") });
      const callback = typeof encoding === "function" ? encoding : done;
      if (typeof callback === "function") process.nextTick(callback as () => void);
      return true;
    }) as typeof process.stdout.write;
}

interface Reply {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

function call(
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host, port, method, path: `/2018-06-01/runtime/${path}`, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ headers: response.headers, body: Buffer.concat(chunks).toString("utf8") }),
        );
        response.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function contextFrom(headers: Reply["headers"]): Record<string, unknown> {
  const environment = process.env;
  const remaining = Number(headers["lambda-runtime-deadline-ms"]) - Number(headers["cumulog-real-time"]);
  const end = performance.now() + remaining;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: environment["AWS_LAMBDA_FUNCTION_NAME"],
    functionVersion: environment["AWS_LAMBDA_FUNCTION_VERSION"],
    memoryLimitInMB: environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    logGroupName: environment["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: environment["AWS_LAMBDA_LOG_STREAM_NAME"],
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    clientContext: parsed(headers["lambda-runtime-client-context"]),
    identity: parsed(headers["lambda-runtime-cognito-identity"]),
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
  };
  return context;
}

const parsed = (text: string | string[] | undefined): unknown =>
  typeof text === "string" ? JSON.parse(text) : undefined;

/** Runs a handler of either kind: one that returns (a promise) and one that calls back. */
function run(handler: LambdaHandler, event: unknown, context: Record<string, unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (error: unknown, result?: unknown) => (error ? reject(error) : resolve(result));
    Object.assign(context, { done: settle, succeed: resolve, fail: reject });
    const returned = handler(event, context, settle);
    if (typeof (returned as PromiseLike<unknown> | undefined)?.then === "function")
      (returned as PromiseLike<unknown>).then(resolve, reject);
    else if (handler.length < 3 && returned !== undefined) resolve(returned);
    else if (handler.length < 3) resolve(undefined);
  });
}

/** The handler may return before its stream ends. */
async function runStreaming(handler: StreamingHandler, event: unknown, context: unknown): Promise<void> {
  const stream = new ResponseStream({
    host: host!,
    port: port!,
    path: `/2018-06-01/runtime/invocation/${requestId}/response`,
  });
  const ended = new Promise<void>((resolve, reject) => stream.once("error", reject).once("finish", resolve));
  ended.catch(() => {});
  stream.once("prefinish", () => writeFrame({ end: requestId }));
  try {
    await handler(event, stream, context);
    await ended;
  } catch (error) {
    stream.destroy(error as Error);
    throw error;
  }
}

async function reportError(path: string, error: unknown): Promise<void> {
  const description = describeError(error);
  await call("POST", path, JSON.stringify(description), {
    "Content-Type": "application/json",
    "Lambda-Runtime-Function-Error-Type": `Runtime.${description.errorType}`,
  });
}

async function serve(handler: LambdaHandler): Promise<never> {
  for (;;) {
    const { headers, body } = await call("GET", "invocation/next");
    requestId = String(headers["lambda-runtime-aws-request-id"]);
    process.env["_X_AMZN_TRACE_ID"] = String(headers["lambda-runtime-trace-id"] ?? "");
    startAtClock(JSON.parse(String(headers["cumulog-clock"])));
    try {
      if (isStreaming(handler)) {
        await runStreaming(handler, JSON.parse(body), contextFrom(headers));
        continue;
      }
      const result = await run(handler, JSON.parse(body), contextFrom(headers));
      const text = JSON.stringify(result === undefined ? null : result);
      writeFrame({ end: requestId });
      await call("POST", `invocation/${requestId}/response`, text ?? "null", {
        "Content-Type": "application/json",
      });
    } catch (error) {
      const { errorType, errorMessage, trace } = describeError(error);
      console.error(`Invoke Error \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`);
      writeFrame({ end: requestId });
      await reportError(`invocation/${requestId}/error`, error);
    }
  }
}

captureOutput();
for (const event of ["uncaughtException", "unhandledRejection"] as const)
  process.on(event, async (error: unknown) => {
    const { errorType, errorMessage, trace } = describeError(error);
    const name = event === "uncaughtException" ? errorType : "Runtime.UnhandledPromiseRejection";
    console.error(`${name} \t${JSON.stringify({ errorType: name, errorMessage, stack: trace })}`);
    writeFrame({ end: requestId, exits: true });
    if (requestId) await reportError(`invocation/${requestId}/error`, error).catch(() => {});
    process.exit(129);
  });
try {
  startAtClock(JSON.parse(process.env["CUMULOG_CLOCK"]!));
  provideStreaming();
  provideSdk([process.env["CUMULOG_PROJECT"] ?? "", import.meta.dirname]);
  await serve(await loadHandler(process.env["LAMBDA_TASK_ROOT"]!, process.env["_HANDLER"]!));
} catch (error) {
  await reportError("init/error", error).catch(() => {});
  process.exit(1);
}
