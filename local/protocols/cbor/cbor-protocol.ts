import type { CloudService } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { queryErrorHeader, statusOf } from "../error-code.ts";
import { send } from "../exchange.ts";
import type { Protocol } from "../protocol.ts";
import { WireValues } from "../wire-value.ts";
import { CborSyntaxError, decodeCbor } from "./decode.ts";
import { Double, encodeCbor, Moment } from "./encode.ts";

const PATH = /^\/service\/(\w+)\/operation\/(\w+)$/;
const CONTENT_TYPE = "application/cbor";
const HEADERS = { "smithy-protocol": "rpc-v2-cbor" };

/** Smithy's RPC v2 with CBOR bodies. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
export const cborProtocol: Protocol = {
  read({ url }, { model }, body) {
    const [, target, operation = ""] = PATH.exec(url.pathname) ?? [];
    if (target !== model.target)
      throw new ServiceError(
        "UnknownOperationException",
        `'${url.pathname.slice(0, 256)}' names no operation that this cloud knows.`,
      );
    return { operation, input: readInput(body) };
  },

  send(exchange, service, operation, output) {
    const shape = service.model.operations[operation]?.output;
    const value = shape === undefined ? {} : valuesOf(service).of(shape, output);
    send(exchange, 200, CONTENT_TYPE, encodeCbor(value), HEADERS);
  },

  sendError(exchange, service, error) {
    const { code, message, details } = error;
    const body = encodeCbor({ __type: code, message, Message: message, ...details });
    send(exchange, statusOf(service, error), CONTENT_TYPE, body, {
      ...HEADERS,
      ...queryErrorHeader(service, error),
    });
  },
};

/** Whether a path is of RPC v2; boto3 and the AWS CLI use it for CloudWatch. */
export function isRpcV2Path(path: string): boolean {
  return PATH.test(path);
}

const writers = new WeakMap<CloudService["model"], WireValues>();

function valuesOf({ model }: CloudService): WireValues {
  let values = writers.get(model);
  if (!values) {
    values = new WireValues(model, {
      moment: (seconds) => new Moment(seconds),
      blob: (bytes) => bytes,
      double: (value) => new Double(value),
    });
    writers.set(model, values);
  }
  return values;
}

function readInput(body: Uint8Array): object {
  if (body.length === 0) return {};
  try {
    const input = decodeCbor(body);
    if (typeof input === "object" && input !== null && !Array.isArray(input)) return input;
    throw new CborSyntaxError("The input must be a map.");
  } catch (error) {
    if (error instanceof CborSyntaxError) throw new ServiceError("SerializationException", error.message);
    throw error;
  }
}
