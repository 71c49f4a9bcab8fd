import type { CloudService } from "../kernel/cloud.ts";
import { ServiceError } from "../kernel/service-error.ts";
import { decodeBlobs } from "./blob-texts.ts";
import { nameInBody, queryErrorHeader, statusOf } from "./error-code.ts";
import { eventsOf, sendEvents } from "./event-stream.ts";
import { type Exchange, send } from "./exchange.ts";
import type { Protocol } from "./protocol.ts";
import { WireValues } from "./wire-value.ts";

/** AWS's JSON protocols 1.0 and 1.1. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export const jsonProtocol: Protocol = {
  read({ request }, service, body) {
    const target = String(request.headers["x-amz-target"] ?? "");
    const [prefix, operation, ...rest] = target.split(".");
    const known =
      prefix === service.model.target && rest.length === 0 && /^[A-Za-z0-9]{1,128}$/.test(operation ?? "");
    if (known) {
      const input = parseJson(body);
      decodeBlobs(service.model, operation!, input);
      return { operation: operation!, input };
    }
    throw new ServiceError(
      "UnknownOperationException",
      `X-Amz-Target '${target.slice(0, 256)}' names no operation that this cloud knows.`,
    );
  },

  send(exchange, service, operation, output) {
    const events = eventsOf(service.model, operation, output);
    if (events) return sendEvents(exchange, events);
    send(exchange, 200, contentTypeOf(exchange), JSON.stringify(jsonOutput(service, operation, output)));
  },

  sendError(exchange, service, error) {
    const { code, message, details } = error;
    const namespace = service?.model.errorNamespace;
    const type = namespace === undefined ? code : `${namespace}#${nameInBody(service, code)}`;
    const body = JSON.stringify({ ...details, __type: type, message });
    send(exchange, statusOf(service, error), contentTypeOf(exchange), body, {
      "x-amzn-errortype": type,
      ...queryErrorHeader(service, error),
    });
  },
};

/** Not yet in TypeScript's library. https://tc39.es/proposal-json-parse-with-source/ */
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): unknown };

const writers = new WeakMap<CloudService["model"], WireValues>();

/** How JSON has moments and blobs. */
export function jsonValues({ model }: CloudService): WireValues {
  let values = writers.get(model);
  if (!values) {
    values = new WireValues(model, {
      moment: (seconds, format) =>
        format === "date-time" ? new Date(seconds * 1_000).toISOString() : seconds,
      blob: (bytes) => Buffer.from(bytes).toString("base64"),
      double: doubleText,
    });
    writers.set(model, values);
  }
  return values;
}

/**
 * A double as services written in Java have it: `1.0`, which clients of typed languages read as a double, and the texts of
 * what JSON has no numbers for.
 */
function doubleText(value: number): unknown {
  if (Number.isInteger(value) && Math.abs(value) < 1e21)
    return rawJSON(`${Object.is(value, -0) ? "-0" : value}.0`);
  return Number.isFinite(value) ? value : String(value);
}

function jsonOutput(service: CloudService, operation: string, output: object): unknown {
  const shape = service.model.operations[operation]?.output;
  return shape === undefined ? output : jsonValues(service).of(shape, output);
}

/** @throws ServiceError `SerializationException` */
export function parseJson(body: Buffer): object {
  if (body.length === 0) return {};
  let input: unknown;
  try {
    input = JSON.parse(body.toString("utf8"));
  } catch {
    throw new ServiceError("SerializationException", "The request body is not valid JSON.");
  }
  if (Array.isArray(input))
    throw new ServiceError("SerializationException", "Start of list found where not expected");
  if (typeof input !== "object" || input === null)
    throw new ServiceError("SerializationException", "The request body is not a JSON object.");
  return input;
}

function contentTypeOf({ request }: Exchange): string {
  const type = request.headers["content-type"];
  return type?.startsWith("application/x-amz-json-1.0")
    ? "application/x-amz-json-1.0"
    : "application/x-amz-json-1.1";
}
