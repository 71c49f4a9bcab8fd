/**
 * Calls of WriteLogEntries without Google's client: grpc-js with messages that protobufjs encodes from plain objects by the
 * published definitions, and a floor that writes REST bodies by putting texts together.
 */
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createRequire } from "node:module";
import { Client, credentials } from "@grpc/grpc-js";
import protobuf from "protobufjs";
import { orderFields } from "../order-record.ts";

const LOG = "projects/p/logs/raw";

export interface BareSender {
  /** Calls with the records from one index up to another. */
  send(from: number, to: number): Promise<unknown>;
  close(): void;
}

/** The definitions that come inside Google's client. */
function requestType(): protobuf.Type {
  const client = createRequire(createRequire(import.meta.url).resolve("@google-cloud/logging"));
  const file = client.resolve("@google-cloud/logging-api/build/protos/protos.json");
  return protobuf.Root.fromJSON(JSON.parse(readFileSync(file, "utf8"))).lookupType(
    "google.logging.v2.WriteLogEntriesRequest",
  );
}

export function bareGrpc(port: string): BareSender {
  const type = requestType();
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const text = (stringValue: string) => ({ stringValue });
  const number = (numberValue: number) => ({ numberValue });
  return {
    send(from, to) {
      const entries = [];
      for (let index = from; index < to; index++) {
        const now = Date.now();
        const { orderId, customer, total, currency, path } = orderFields(index);
        entries.push({
          timestamp: { seconds: Math.floor(now / 1_000), nanos: (now % 1_000) * 1_000_000 },
          severity: 200,
          insertId: `id${index}`,
          jsonPayload: {
            fields: {
              message: text("order placed"),
              logger: text("orders.api"),
              level: text("INFO"),
              timestamp: text(new Date(now).toISOString()),
              orderId: number(orderId),
              customer: text(customer),
              total: number(total),
              currency: text(currency),
              path: text(path),
            },
          },
        });
      }
      const message = { logName: LOG, resource: { type: "global" }, partialSuccess: true, entries };
      return new Promise((resolve, reject) =>
        client.makeUnaryRequest(
          "/google.logging.v2.LoggingServiceV2/WriteLogEntries",
          (value: object) => type.encode(value).finish() as Buffer,
          (bytes) => bytes,
          message,
          (error, answer) => (error ? reject(error) : resolve(answer)),
        ),
      );
    },
    close: () => client.close(),
  };
}

export function concatenatingRest(port: string): BareSender {
  const agent = new Agent({ keepAlive: true, noDelay: true });
  return {
    send(from, to) {
      let body = `{"logName":"${LOG}","resource":{"type":"global"},"partialSuccess":true,"entries":[`;
      for (let index = from; index < to; index++) {
        const time = new Date().toISOString();
        const { orderId, customer, total, currency, path } = orderFields(index);
        body +=
          `${index === from ? "" : ","}{"timestamp":"${time}","severity":"INFO","insertId":"id${index}","jsonPayload":{` +
          `"message":"order placed","logger":"orders.api","level":"INFO","timestamp":"${time}","orderId":${orderId},` +
          `"customer":"${customer}","total":${total},"currency":"${currency}","path":"${path}"}}`;
      }
      const bytes = Buffer.from(`${body}]}`, "latin1");
      return new Promise((resolve, reject) => {
        const call = request({
          host: "127.0.0.1",
          port,
          path: "/v2/entries:write",
          method: "POST",
          agent,
          headers: { "content-type": "application/json", "content-length": bytes.length },
        });
        call.on("response", (response) => response.resume().on("end", () => resolve(undefined)));
        call.on("error", reject);
        call.end(bytes);
      });
    },
    close: () => agent.destroy(),
  };
}
