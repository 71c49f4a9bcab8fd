import type { IncomingMessage, ServerResponse } from "node:http";
import { otlpLogEntry } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { GOOGLE_CODES, GoogleError } from "../../kernel/google/google-error.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { CutConnection } from "../faulty-call.ts";
import { callGoogle } from "../google/google-call.ts";
import { readBody } from "../request-body.ts";
import type { HttpRoute } from "../route.ts";
import { checkScope, readSignature } from "../signature.ts";
import { type IngestedEvent, IngestionError } from "./ingested-event.ts";
import { hlcEvents, ndjsonEvents, structuredEvents } from "./json-events.ts";
import { encodeOtlp } from "./otlp-codec.ts";
import { OTLP_TYPES, ofRecords, otlpEvent, readLogsRequest } from "./otlp-logs.ts";
import { type EventTarget, putEvents, type RejectedCounts } from "./put-events.ts";

/** An endpoint that takes events over plain HTTP. */
interface Endpoint {
  readonly contentTypes: readonly string[];
  /** Whether group and stream may stand in the query. */
  readonly takesQuery: boolean;
  read(body: Buffer, contentType: string): IngestedEvent[];
}

const OTLP_PATH = "/v1/logs";
const JSON_TYPE = "application/json";
const text = (read: (text: string) => IngestedEvent[]) => (body: Buffer) => read(body.toString("utf8"));

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_HTTP_Endpoints.html */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  [OTLP_PATH]: {
    contentTypes: Object.values(OTLP_TYPES),
    takesQuery: false,
    read: (body, contentType) => ofRecords(readLogsRequest(body, contentType), otlpEvent),
  },
  "/services/collector/event": { contentTypes: [JSON_TYPE], takesQuery: true, read: text(hlcEvents) },
  "/ingest/bulk": {
    contentTypes: [JSON_TYPE, "application/x-ndjson"],
    takesQuery: true,
    read: text(ndjsonEvents),
  },
  "/ingest/json": { contentTypes: [JSON_TYPE], takesQuery: true, read: text(structuredEvents) },
};

/** Bytes of a body, unpacked: more than OpenTelemetry's exporters send at once. */
const BODY_MAX_BYTES = 20 * 1024 * 1024;
const GROUP_HEADER = "x-aws-log-group";
const STREAM_HEADER = "x-aws-log-stream";
const TOKEN = /^Bearer ACWL\S*$/;
const THROTTLED = /^Throttl/;
const PROJECT = "local-project";

/**
 * What takes logs over plain HTTP: CloudWatch's endpoints for OTLP, the HTTP Log Collector's format, newline-delimited and structured JSON,
 * into the log group and stream that a request names; and Google's OTLP endpoint, for requests of OTLP that name none.
 */
export function ingestionRoute(cloud: Cloud): HttpRoute {
  return async (request, response, url) => {
    const endpoint = Object.hasOwn(ENDPOINTS, url.pathname) ? ENDPOINTS[url.pathname]! : undefined;
    if (endpoint === undefined || request.method !== "POST") return false;
    const isOtlp = url.pathname === OTLP_PATH;
    const contentType = (request.headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
    const answer = new Answer(response, isOtlp && contentType === OTLP_TYPES.proto);
    try {
      if (isOtlp && !isForCloudWatch(request)) await takeForGoogle(cloud, request, contentType, answer);
      else await takeForCloudWatch(cloud, { request, url, endpoint, contentType }, answer);
    } catch (error) {
      request.resume();
      answer.fail(error);
    }
    return true;
  };
}

interface Ingestion {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly endpoint: Endpoint;
  readonly contentType: string;
}

function isForCloudWatch({ headers }: IncomingMessage): boolean {
  const { authorization = "" } = headers;
  return (
    headers[GROUP_HEADER] !== undefined || authorization.startsWith("AWS4-") || TOKEN.test(authorization)
  );
}

async function takeForCloudWatch(
  cloud: Cloud,
  { request, url, endpoint, contentType }: Ingestion,
  answer: Answer,
): Promise<void> {
  checkAuthorization(cloud, request, url);
  const target = targetOf(request, url, endpoint.takesQuery);
  checkType(contentType, endpoint.contentTypes);
  const events = endpoint.read(await readBody(request, BODY_MAX_BYTES), contentType);
  const counts = await putEvents(cloud, target, events);
  const rejected = Object.values(counts).reduce((sum, count) => sum + count, 0);
  answer.taken(rejected, rejected === 0 ? "" : JSON.stringify(withoutZeros(counts)));
}

async function takeForGoogle(
  cloud: Cloud,
  request: IncomingMessage,
  contentType: string,
  answer: Answer,
): Promise<void> {
  checkType(contentType, Object.values(OTLP_TYPES));
  const logs = readLogsRequest(await readBody(request, BODY_MAX_BYTES), contentType);
  const projectId = cloud.variables()["GOOGLE_CLOUD_PROJECT"] ?? PROJECT;
  const entries = ofRecords(logs, (record) => otlpLogEntry(record, { projectId }));
  if (entries.length === 0) {
    answer.taken(0, "");
    return;
  }
  try {
    await callGoogle(cloud, "cloud-logging", "WriteLogEntries", { entries, partialSuccess: true });
    answer.taken(0, "");
  } catch (error) {
    const rejected = error instanceof GoogleError ? rejectedOf(error) : 0;
    if (rejected === 0) throw error;
    answer.taken(rejected, (error as GoogleError).message);
  }
}

/** How many entries were refused while others were taken. */
function rejectedOf({ details }: GoogleError): number {
  const partial = details.find((detail) => "logEntryErrors" in detail);
  return partial === undefined ? 0 : Object.keys(partial["logEntryErrors"] as object).length;
}

/** @throws {IngestionError} with status 401 */
function checkAuthorization(cloud: Cloud, request: IncomingMessage, url: URL): void {
  if (TOKEN.test(request.headers.authorization ?? "")) return;
  try {
    checkScope(readSignature(request.headers, url), cloud.region, "logs");
  } catch (error) {
    const reason = error instanceof ServiceError ? error.message : "the signature cannot be read";
    throw new IngestionError(`Not authorized: ${reason}`, 401);
  }
}

/** @throws {IngestionError} when group or stream are missing or named twice */
function targetOf({ headers }: IncomingMessage, { searchParams }: URL, takesQuery: boolean): EventTarget {
  const named = (header: string, parameter: string): string => {
    const inHeader = headers[header]?.toString();
    const inQuery = takesQuery ? (searchParams.get(parameter) ?? undefined) : undefined;
    if (inHeader !== undefined && inQuery !== undefined)
      throw new IngestionError(`${parameter} is given as header ${header} and as query parameter: give one.`);
    const name = inHeader ?? inQuery;
    if (name) return name;
    const places = takesQuery
      ? `the header ${header} or the query parameter ${parameter}`
      : `the header ${header}`;
    throw new IngestionError(`${parameter} is missing: name it in ${places}.`);
  };
  return {
    logGroupName: named(GROUP_HEADER, "logGroup"),
    logStreamName: named(STREAM_HEADER, "logStream"),
  };
}

function checkType(contentType: string, allowed: readonly string[]): void {
  if (!allowed.includes(contentType))
    throw new IngestionError(
      `The content type ${JSON.stringify(contentType.slice(0, 100))} is not taken: use ${allowed.join(" or ")}.`,
    );
}

function withoutZeros(counts: RejectedCounts): Partial<RejectedCounts> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** Answers in the form of the request. */
class Answer {
  readonly #response: ServerResponse;
  readonly #isProto: boolean;

  constructor(response: ServerResponse, isProto: boolean) {
    this.#response = response;
    this.#isProto = isProto;
  }

  /** @param errorMessage why some were rejected */
  taken(rejected: number, errorMessage: string): void {
    const partial = rejected === 0 ? {} : { partialSuccess: { rejectedLogRecords: rejected, errorMessage } };
    this.#send(200, this.#isProto ? encodeOtlp("ExportLogsServiceResponse", partial) : partial);
  }

  fail(error: unknown): void {
    if (error instanceof CutConnection) {
      this.#response.destroy();
      return;
    }
    const { status, code, message } = failureOf(error);
    this.#send(status, this.#isProto ? encodeOtlp("Status", { code, message }) : { code, message });
  }

  #send(status: number, body: Buffer | object): void {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    this.#response.writeHead(status, {
      "content-type": this.#isProto ? OTLP_TYPES.proto : JSON_TYPE,
      "content-length": bytes.length,
    });
    this.#response.end(bytes);
  }
}

const INVALID_ARGUMENT = GOOGLE_CODES.INVALID_ARGUMENT.number;

function failureOf(error: unknown): {
  readonly status: number;
  readonly code: number;
  readonly message: string;
} {
  if (error instanceof GoogleError) {
    const { http, number } = GOOGLE_CODES[error.code];
    return { status: http, code: number, message: error.message };
  }
  if (error instanceof IngestionError)
    return { status: error.statusCode, code: INVALID_ARGUMENT, message: error.message };
  if (error instanceof ServiceError) {
    const isThrottled = THROTTLED.test(error.code);
    const status = isThrottled ? GOOGLE_CODES.RESOURCE_EXHAUSTED.http : (error.statusCode ?? 400);
    const code = isThrottled ? GOOGLE_CODES.RESOURCE_EXHAUSTED.number : INVALID_ARGUMENT;
    return { status, code, message: error.message };
  }
  return {
    status: 500,
    code: GOOGLE_CODES.INTERNAL.number,
    message: `The local cloud failed: ${error instanceof Error ? error.message : String(error)}`,
  };
}
