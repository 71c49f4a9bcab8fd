import type { HttpAnswer } from "../../connection/http-connection.ts";
import { statusAdvice } from "../../delivery/connection-trouble.ts";
import { fieldsOf } from "./proto-fields.ts";

/** A refusal of a whole request. */
export class OtlpError extends Error {
  override readonly name = "OtlpError";
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** What a person must do; undefined when it may pass by itself. */
  readonly advice: string | undefined;

  constructor(
    status: number,
    message: string,
    options: { readonly retryAfter?: string | undefined; readonly advice?: string | undefined } = {},
  ) {
    super(message);
    this.status = status;
    this.retryAfter = options.retryAfter;
    this.advice = options.advice;
  }
}

/** What a server took: all, or all but some of which it tells the number. */
export interface PartialSuccess {
  readonly rejected: number;
  /** The server's words; with nothing rejected a warning. */
  readonly message: string;
}

const SERVICE = "The OTLP endpoint";
const JSON_TYPE = /^application\/json\b/i;
const PROTOBUF_TYPE = /^application\/x-protobuf\b/i;
const FOREIGN = "something that is not an OTLP endpoint";

/**
 * What an answer says of a request.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
 * @throws {OtlpError} unless the request was taken
 */
export function readAnswer(answer: HttpAnswer): PartialSuccess | undefined {
  const { status, body, contentType = "", retryAfter, location } = answer;
  if (status < 200 || status > 299)
    throw new OtlpError(status, `the OTLP endpoint answered with HTTP ${status}`, {
      retryAfter,
      advice: statusAdvice(SERVICE, status, location),
    });
  if (PROTOBUF_TYPE.test(contentType)) return read(() => partialOfProto(body));
  if (JSON_TYPE.test(contentType)) return read(() => partialOfJson(body));
  // Some receivers name no type for the empty answer that means success.
  if (body.length === 0) return undefined;
  if (contentType === "" || /^text\/plain/i.test(contentType)) return read(() => partialOfJson(body));
  throw foreign(status);
}

function foreign(status: number): OtlpError {
  return new OtlpError(
    status,
    `HTTP ${status} came from ${FOREIGN}: check the address and what stands before it`,
    {
      advice: `${SERVICE} cannot be reached, ${FOREIGN} answers (HTTP ${status}): check url.`,
    },
  );
}

function read(parse: () => PartialSuccess | undefined): PartialSuccess | undefined {
  try {
    return parse();
  } catch {
    throw foreign(200);
  }
}

function partialOfJson(body: Buffer): PartialSuccess | undefined {
  if (body.length === 0) return undefined;
  const answer = JSON.parse(body.toString("utf8")) as {
    readonly partialSuccess?: { readonly rejectedLogRecords?: unknown; readonly errorMessage?: unknown };
  };
  if (typeof answer !== "object" || answer === null || Array.isArray(answer))
    throw new TypeError("no object");
  const { rejectedLogRecords = 0, errorMessage = "" } = answer.partialSuccess ?? {};
  return partial(Number(rejectedLogRecords), String(errorMessage));
}

function partial(rejected: number, message: string): PartialSuccess | undefined {
  return rejected > 0 || message !== "" ? { rejected: rejected > 0 ? rejected : 0, message } : undefined;
}

/** `ExportLogsServiceResponse`: field 1 is the partial success, which has the number in field 1 and the words in field 2. */
function partialOfProto(body: Buffer): PartialSuccess | undefined {
  let rejected = 0;
  let message = "";
  for (const [field, value] of fieldsOf(body)) {
    if (field !== 1 || typeof value === "bigint") continue;
    for (const [inner, member] of fieldsOf(value)) {
      if (inner === 1 && typeof member === "bigint") rejected = Number(member);
      else if (inner === 2 && typeof member !== "bigint") message = member.toString("utf8");
    }
  }
  return partial(rejected, message);
}
