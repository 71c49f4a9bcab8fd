import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalCloud } from "../../local/index.ts";
import { zipped } from "../local/lambda/function-cloud.ts";

const SOURCE = `
import { CloudWatchHandler, configure, getLogger } from "./lib/index.ts";
import { logging } from "./lib/middleware/index.ts";
import middy from "@middy/core";

const logger = getLogger("orders");
await configure({
  handlers: { cloud: new CloudWatchHandler({ logGroupName: "/orders", endpoint: process.env.DESTINATION }) },
  loggers: { "": { level: "info", handlers: ["cloud"] } },
});
export const handler = middy()
  .use(logging({ logger, summary: false }))
  .handler(async (event) => {
    if (event.warm) return;
    logger.info("waiting for ever");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
`;

/** Takes connections and never answers. */
const silent = createServer((socket) => socket.resume());
let cloud: LocalCloud;
let lambda: LambdaClient;
let logs: CloudWatchLogsClient;
let code: Uint8Array;

beforeAll(async () => {
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  // On real time: what is tested is a race against a limit that is real, too.
  cloud = await LocalCloud.start({ googlePort: false });
  const client = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  };
  lambda = new LambdaClient(client);
  logs = new CloudWatchLogsClient(client);
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, resolveDir: join(import.meta.dirname, "../.."), loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    write: false,
    logLevel: "error",
    banner: {
      js: 'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);',
    },
  });
  code = zipped({ "index.mjs": outputFiles[0]!.text });
}, 60_000);

afterAll(async () => {
  lambda.destroy();
  logs.destroy();
  await cloud.stop();
  silent.close();
});

async function runIntoLimit(FunctionName: string, destination: string): Promise<string | undefined> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/r",
      Code: { ZipFile: code },
      Environment: { Variables: { DESTINATION: destination } },
      Timeout: 4,
      MemorySize: 256,
    }),
  );
  await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"warm":true}' }));
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
  return FunctionError;
}

async function messagesIn(logGroupName: string): Promise<string[]> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  return events.map(({ message }) => message!);
}

const named = (messages: readonly string[], text: string) =>
  messages.filter((message) => message.includes(`"message":"${text}"`));

describe("an invocation that Lambda ends at its limit", { timeout: 60_000 }, () => {
  it("has its final records delivered", async () => {
    const error = await runIntoLimit("delivers", cloud.endpoints.aws);

    expect(error).toBe("Unhandled");
    const messages = await messagesIn("/orders");
    expect(named(messages, "waiting for ever")).toHaveLength(1);
    expect(named(messages, "timing out")).toHaveLength(1);
  });

  it("has them in the function's own log when the destination hangs", async () => {
    const { port } = silent.address() as { port: number };

    const error = await runIntoLimit("hangs", `http://127.0.0.1:${port}`);

    expect(error).toBe("Unhandled");
    const messages = await messagesIn("/aws/lambda/hangs");
    expect(named(messages, "waiting for ever")).toHaveLength(1);
    expect(named(messages, "timing out")).toHaveLength(1);
  });
});
