type Fields = Readonly<Record<string, unknown>>;
type Named = Record<string, unknown>;

const MEGABYTE = 1024 * 1024;

/** Members of Lambda's context that a record carries. @see https://opentelemetry.io/docs/specs/semconv/faas/ */
const LAMBDA: Readonly<Record<string, string>> = {
  requestId: "faas.invocation.id",
  functionName: "faas.name",
  functionVersion: "faas.version",
  functionArn: "aws.lambda.invoked_arn",
  coldStart: "faas.coldstart",
};
/** Members of a request's record. @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
const REQUEST: Readonly<Record<string, string>> = {
  method: "http.request.method",
  path: "url.path",
  route: "http.route",
  status: "http.response.status_code",
  requestBytes: "http.request.body.size",
  responseBytes: "http.response.body.size",
  client: "client.address",
  userAgent: "user_agent.original",
};
/** Members of Cloud Logging's `httpRequest`. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest */
const HTTP_REQUEST: Readonly<Record<string, string>> = {
  requestMethod: "http.request.method",
  requestUrl: "url.full",
  status: "http.response.status_code",
  requestSize: "http.request.body.size",
  responseSize: "http.response.body.size",
  remoteIp: "client.address",
  serverIp: "server.address",
  userAgent: "user_agent.original",
  protocol: "network.protocol.name",
};
/** Members of Cloud Logging's `sourceLocation`. @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/code/ */
const SOURCE_LOCATION: Readonly<Record<string, string>> = {
  file: "code.file.path",
  line: "code.line.number",
  function: "code.function.name",
};

/** Whether an object of these fields has its names among OpenTelemetry's conventions, and what they are there. */
export function conventionalFields(fields: Fields): Fields {
  const isLambda = fields["functionName"] !== undefined;
  const isRequest = fields["durationMs"] !== undefined && fields["method"] !== undefined;
  const { httpRequest, sourceLocation } = fields;
  if (!isLambda && !isRequest && !isObject(httpRequest) && !isObject(sourceLocation)) return fields;
  const named: Named = {};
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    if (isLambda && key === "functionMemory" && typeof value === "number")
      named["faas.max_memory"] = value * MEGABYTE;
    else if (isLambda && Object.hasOwn(LAMBDA, key)) named[LAMBDA[key]!] = value;
    else if (isRequest && Object.hasOwn(REQUEST, key)) named[REQUEST[key]!] = value;
    else if (key === "httpRequest" && isObject(value)) takeMembers(named, key, value, HTTP_REQUEST);
    else if (key === "sourceLocation" && isObject(value)) takeMembers(named, key, value, SOURCE_LOCATION);
    else named[key] = value;
  }
  return named;
}

/** What has no name of its own stays under the old one. */
function takeMembers(
  named: Named,
  key: string,
  members: Fields,
  names: Readonly<Record<string, string>>,
): void {
  const rest: Named = {};
  for (const [member, value] of Object.entries(members)) {
    const name = Object.hasOwn(names, member) ? names[member]! : undefined;
    if (name === undefined) rest[member] = value;
    // A path alone is no whole address.
    else if (name === "url.full" && typeof value === "string" && value.startsWith("/"))
      takePath(named, value);
    else if (name === "code.line.number") named[name] = Number(value);
    else named[name] = value;
  }
  if (Object.keys(rest).length > 0) named[key] = rest;
}

function takePath(named: Named, target: string): void {
  const at = target.indexOf("?");
  named["url.path"] = at < 0 ? target : target.slice(0, at);
  if (at >= 0) named["url.query"] = target.slice(at + 1);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
