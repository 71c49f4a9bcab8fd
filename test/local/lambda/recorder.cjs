#!/usr/bin/env node
// An extension that tells a test what it hears: lines of JSON, posted to the address in RECORDER.
const http = require("node:http");
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}`;
const mode = process.env.RECORDER_MODE ?? "";
const name = require("node:path").basename(__filename);

const tell = (message) =>
  fetch(process.env.RECORDER, { method: "POST", body: JSON.stringify({ name, ...message }) });
/** Resolves when the report of an invocation has come. */
const reported = new Map();
const whenReported = (requestId) => {
  if (!reported.has(requestId)) reported.set(requestId, Promise.withResolvers());
  return reported.get(requestId);
};

async function main() {
  if (mode === "crash") process.exit(3);
  const registered = await fetch(`${api}/2020-01-01/extension/register`, {
    method: "POST",
    headers: { "Lambda-Extension-Name": name, "Lambda-Extension-Accept-Feature": "accountId" },
    body: JSON.stringify({ events: ["INVOKE", "SHUTDOWN"] }),
  });
  const headers = { "Lambda-Extension-Identifier": registered.headers.get("lambda-extension-identifier") };
  await tell({ registered: await registered.json(), variables: Object.keys(process.env) });
  if (mode === "init-error") {
    await fetch(`${api}/2020-01-01/extension/init/error`, {
      method: "POST",
      headers: { ...headers, "Lambda-Extension-Function-Error-Type": "Recorder.NoTape" },
      body: "{}",
    });
    return;
  }
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (text) => (body += text));
    request.on("end", async () => {
      const batch = JSON.parse(body);
      await tell({ batch });
      response.end();
      for (const { type, record } of batch)
        if (type === "platform.report") whenReported(record.requestId).resolve();
    });
  });
  await new Promise((resolve) => server.listen(0, "sandbox.localdomain", resolve));
  const URI = `http://sandbox.localdomain:${server.address().port}/telemetry`;
  const subscribe = async (subscription) => {
    const answer = await fetch(`${api}/2022-07-01/telemetry`, {
      method: "PUT",
      headers,
      body: JSON.stringify(subscription),
    });
    await tell({ subscribed: answer.status, says: await answer.json() });
  };
  const subscription = {
    schemaVersion: "2022-12-13",
    types: ["platform", "function", "extension"],
    buffering: { maxItems: 1000, maxBytes: 262144, timeoutMs: 25 },
    destination: { protocol: "HTTP", URI },
  };
  await subscribe({ ...subscription, types: ["nothing"] });
  await subscribe(subscription);
  console.log("recording");
  let last;
  for (;;) {
    const answer = await fetch(`${api}/2020-01-01/extension/event/next`, { headers });
    const event = await answer.json();
    await tell({ event });
    if (event.eventType === "SHUTDOWN") break;
    last = event.requestId;
    if (mode === "late") await subscribe(subscription);
    if (mode === "slow") await tell({ hold: event.requestId });
    if (mode === "exit") process.exit(4);
  }
  if (last !== undefined) await whenReported(last).promise;
  await tell({ leaving: true });
  process.exit(0);
}

main();
