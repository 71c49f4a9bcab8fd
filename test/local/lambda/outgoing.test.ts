import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFunctionCloud, zipped } from "./function-cloud.ts";

let inner: Awaited<ReturnType<typeof startFunctionCloud>>;
beforeAll(async () => {
  inner = await startFunctionCloud();
});
afterAll(() => inner?.[Symbol.asyncDispose]());

/** Runs a handler once in a function of its own; resolves with what it returned. */
async function run(name: string, body: string): Promise<unknown> {
  const code = `import http from "node:http"; import https from "node:https"; import net from "node:net"; import http2 from "node:http2"; import { execFileSync } from "node:child_process";
export const handler = async (event) => { ${body} };`;
  await inner.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/r",
      Timeout: 20,
      Code: { ZipFile: zipped({ "index.mjs": code }) },
    }),
  );
  const { Payload } = await inner.lambda.send(new InvokeCommand({ FunctionName: name }));
  return JSON.parse(Buffer.from(Payload!).toString("utf8"));
}

const received = () => inner.cloud.inbox.list().map(({ to, body }) => [to, body]);

test.each([
  [
    "fetch",
    `const r = await fetch("https://hooks.slack.com/services/T0/B0/x?secret=1", { method: "POST", body: "hello" }); return [r.status, await r.text()];`,
    [200, "ok"],
    ["https://hooks.slack.com/services/T0/B0/x", "hello"],
  ],
  [
    "https",
    `return new Promise((resolve, reject) => { const q = https.request("https://events.pagerduty.com/v2/enqueue", { method: "POST" }, (r) => { r.resume(); resolve(r.statusCode); }); q.on("error", reject); q.end("{}"); });`,
    202,
    ["https://events.pagerduty.com/v2/enqueue", "{}"],
  ],
  [
    "https with a kept connection",
    `const agent = new https.Agent({ keepAlive: true }); const one = () => new Promise((resolve, reject) => { https.get({ host: "api.example.com", path: "/a", agent }, (r) => { r.resume(); r.on("end", () => resolve(r.statusCode)); }).on("error", reject); }); return [await one(), await one()];`,
    [200, 200],
    ["GET https://api.example.com/a", ""],
  ],
  [
    "http by address",
    `return new Promise((resolve, reject) => { http.get("http://10.1.2.3:8080/x", (r) => { r.resume(); resolve(r.statusCode); }).on("error", reject); });`,
    200,
    ["GET http://10.1.2.3:8080/x", ""],
  ],
  [
    "another process",
    `return execFileSync(process.execPath, ["-e", "fetch('http://example.org/child').then((r) => console.log(r.status))"], { encoding: "utf8" }).trim();`,
    "200",
    ["GET http://example.org/child", ""],
  ],
])("what a function sends by %s ends in the inbox", async (name, body, answer, message) => {
  const result = await run(`sends-${name.replaceAll(" ", "-")}`, body);

  expect(result).toEqual(answer);
  expect(received()).toContainEqual(message);
});

test("a connection that is not HTTP/1.1 is refused, and said", async () => {
  const result = await run(
    "sends-http2",
    `return new Promise((resolve) => { const s = http2.connect("https://h2.example.com"); s.on("error", () => resolve("refused")); s.on("close", () => resolve("refused")); s.request({ ":path": "/" }).on("error", () => {}).end(); });`,
  );

  expect(result).toBe("refused");
  expect(received()).toContainEqual(["that is not HTTP/1.1, refused https: a connection", ""]);
});

test("what stays on this machine is not caught, by whichever name", async () => {
  const server = createServer((_request, response) => void response.end("here")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const result = await run(
    "stays",
    `const texts = []; for (const host of ["127.0.0.1", "localhost"]) texts.push(await (await fetch("http://" + host + ":${port}/")).text()); texts.push(await new Promise((resolve) => { const s = net.connect(${port}, () => s.end("GET / HTTP/1.0\\r\\n\\r\\n")); let t = ""; s.on("data", (d) => { t += d; }); s.on("end", () => resolve(t.split("\\r\\n\\r\\n")[1])); })); return texts;`,
  );
  server.close();

  expect(result).toEqual(["here", "here", "here"]);
});
