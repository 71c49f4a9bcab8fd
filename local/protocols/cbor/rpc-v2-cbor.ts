import type { CallContext, Cloud, ServiceName } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { queryErrorCode } from "../query/error-code.ts";
import { TIMESTAMPS } from "../query/timestamps.ts";
import { CborSyntaxError, decodeCbor } from "./decode.ts";
import { encodeCbor } from "./encode.ts";

/** An operation that a request's path names. */
export interface RpcV2Target {
  readonly service: ServiceName;
  readonly operation: string;
}

export interface RpcV2Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const SERVICES: Readonly<Record<string, ServiceName>> = { GraniteServiceVersion20100801: "monitoring" };
const PATH = /^\/service\/(\w+)\/operation\/(\w+)$/;
const HEADERS = { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };

/** The operation that a request in Smithy's RPC v2 protocol calls, by its path; boto3 and the AWS CLI use it for CloudWatch. */
export function rpcV2Target(path: string): RpcV2Target | undefined {
  const [, name, operation] = PATH.exec(path) ?? [];
  const service = SERVICES[name ?? ""];
  return service && operation ? { service, operation } : undefined;
}

/** Answers one request in RPC v2 with CBOR bodies; errors are answers too. */
export async function handleRpcV2Cbor(
  cloud: Cloud,
  { service, operation }: RpcV2Target,
  body: Uint8Array,
  context: Partial<CallContext> = {},
): Promise<RpcV2Response> {
  try {
    const output = await cloud.call<object | undefined>(service, operation, readInput(body), context);
    return { status: 200, headers: HEADERS, body: encodeCbor(output ?? {}, isMoment) };
  } catch (error) {
    if (error instanceof ServiceError) return rpcV2Error(service, error);
    throw error;
  }
}

/** An error as the protocol answers it, with the code that older clients know it by. */
export function rpcV2Error(
  service: ServiceName,
  { code, message, statusCode, details }: ServiceError,
): RpcV2Response {
  const fault = statusCode >= 500 ? "Receiver" : "Sender";
  return {
    status: statusCode,
    headers: { ...HEADERS, "x-amzn-query-error": `${queryErrorCode(service, code)};${fault}` },
    body: encodeCbor({ __type: code, message, Message: message, ...details }, isMoment),
  };
}

function isMoment(member: string): boolean {
  return TIMESTAMPS.has(member);
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
