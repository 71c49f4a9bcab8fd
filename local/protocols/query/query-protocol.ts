import type { CallContext, Cloud, ServiceName } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { decodeInput } from "./decode-input.ts";
import { encodeOutput } from "./encode-output.ts";
import { xmlErrorCode } from "./error-code.ts";
import { readForm } from "./form.ts";
import { element, text } from "./xml.ts";

export interface QueryRequest {
  readonly service: ServiceName;
  /** The form, as it came; empty for GET. */
  readonly body: string | Uint8Array;
  /** Its query string may hold parameters too; a path such as `/123456789012/name` names an SQS queue. */
  readonly url: URL;
  readonly requestId: string;
  readonly context?: Partial<CallContext>;
}

export interface QueryResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const NAMESPACES: Partial<Record<ServiceName, string>> = {
  monitoring: "http://monitoring.amazonaws.com/doc/2010-08-01/",
  sns: "http://sns.amazonaws.com/doc/2010-03-31/",
  sqs: "http://queue.amazonaws.com/doc/2012-11-05/",
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
};
const CONTENT_TYPE = "text/xml";

/** The operation that a request in the query protocol calls. */
export function queryOperation({ body, url }: Pick<QueryRequest, "body" | "url">): string | undefined {
  return parametersOf({ body, url }).get("Action") ?? undefined;
}

/** Answers one request in AWS's query protocol; errors are answers too. */
export async function handleQuery(cloud: Cloud, request: QueryRequest): Promise<QueryResponse> {
  const { service, url, requestId } = request;
  try {
    const parameters = parametersOf(request);
    const operation = parameters.get("Action");
    if (!operation) throw new ServiceError("MissingAction", "The request must contain the parameter Action.");
    const input = decodeInput(service, readForm(parameters));
    if (service === "sqs" && input["QueueUrl"] === undefined && url.pathname.length > 1)
      input["QueueUrl"] = url.pathname;
    const context = { endpoint: url.origin, ...request.context };
    const output = await cloud.call<object | undefined>(service, operation, input, context);
    const result = element(`${operation}Result`, encodeOutput(service, operation, output ?? {}));
    const metadata = element("ResponseMetadata", element("RequestId", text(requestId)));
    return document(200, `${operation}Response`, service, result + metadata);
  } catch (error) {
    if (error instanceof ServiceError) return errorDocument(request, error);
    throw error;
  }
}

/** An error as the query protocol answers it. */
export function errorDocument(
  { service, requestId }: Pick<QueryRequest, "service" | "requestId">,
  { code, message, statusCode }: ServiceError,
): QueryResponse {
  const type = statusCode >= 500 ? "Receiver" : "Sender";
  const error =
    element("Type", type) +
    element("Code", text(xmlErrorCode(service, code))) +
    element("Message", text(message));
  return document(
    statusCode,
    "ErrorResponse",
    service,
    element("Error", error) + element("RequestId", text(requestId)),
  );
}

function document(status: number, name: string, service: ServiceName, content: string): QueryResponse {
  const namespace = NAMESPACES[service];
  const open = namespace ? `<${name} xmlns="${namespace}">` : `<${name}>`;
  return { status, contentType: CONTENT_TYPE, body: `${open}${content}</${name}>` };
}

function parametersOf({ body, url }: Pick<QueryRequest, "body" | "url">): URLSearchParams {
  const form = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
  const parameters = new URLSearchParams(form);
  for (const [name, value] of url.searchParams)
    if (!name.startsWith("X-Amz-") && !parameters.has(name)) parameters.append(name, value);
  return parameters;
}
