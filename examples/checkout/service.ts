/**
 * A checkout API. `POST /checkout` charges an order, `POST /refund` has the payment function do it, `PUT /provider` breaks
 * and mends the payment provider, `GET /ledger` tells what became of every record.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { getLogger, shutdown, withContext } from "cumulog";
import { configureLogging } from "./logging.ts";
import { chargeCard, PaymentDeclinedError, setProviderUp } from "./payment-provider.ts";

const log = getLogger("checkout.api");
const lambda = new LambdaClient({});
const handlers = await configureLogging(`api/${process.pid}`);

async function checkout(): Promise<object> {
  const orderId = randomUUID();
  const amount = 5 + Math.round(Math.random() * 20_000) / 100;
  log.info({ orderId, amount }, "order received");
  const receipt = await chargeCard(orderId, amount);
  log.info({ orderId, receipt }, "order paid");
  return { orderId, receipt };
}

async function refund(): Promise<object> {
  const FunctionName = process.env["PAYMENT_FUNCTION"] ?? "checkout-payment";
  const Payload = JSON.stringify({ orderId: randomUUID(), amount: 10 });
  const { FunctionError, Payload: answer } = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  if (FunctionError) throw new PaymentDeclinedError("the refund failed");
  return JSON.parse(Buffer.from(answer ?? []).toString("utf8")) as object;
}

async function answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
  switch (`${request.method} ${request.url}`) {
    case "POST /checkout":
      return { status: 200, body: await checkout() };
    case "POST /refund":
      return { status: 200, body: await refund() };
    case "PUT /provider?up=true":
    case "PUT /provider?up=false":
      setProviderUp(request.url!.endsWith("true"));
      return { status: 200, body: {} };
    case "GET /ledger": {
      const [cloudWatch, cloudLogging] = [
        await handlers.cloudWatch.flush(),
        await handlers.cloudLogging.flush(),
      ];
      return { status: 200, body: { cloudWatch, cloudLogging } };
    }
    default:
      return {
        status: 404,
        body: { error: "expected POST /checkout, POST /refund, PUT /provider or GET /ledger" },
      };
  }
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const started = performance.now();
  const route = request.url?.split("?")[0] ?? "/";
  const userId = request.headers["x-user-id"];
  await withContext({ requestId: randomUUID(), route, ...(userId && { userId }) }, async () => {
    let result: { status: number; body: object };
    try {
      result = await answer(request);
    } catch (error) {
      log.error(error, "request failed");
      result = { status: 502, body: { error: "the payment provider did not answer" } };
    }
    const durationMs = Math.round(performance.now() - started);
    if (request.method === "POST") log.info({ status: result.status, durationMs }, "request done");
    response
      .writeHead(result.status, { "content-type": "application/json" })
      .end(JSON.stringify(result.body));
  });
}

const server = createServer((request, response) => void handle(request, response));
server.listen(Number(process.env["PORT"] ?? 0), "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});

async function stop(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await shutdown({ deadline: Date.now() + 5_000 });
  process.exit(0);
}
process.on("SIGTERM", stop).on("SIGINT", stop);
