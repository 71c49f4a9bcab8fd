import { GoogleError } from "../../services/cloud-logging/google-error.ts";
import type { OperationName } from "./operations.ts";

/** How a method is called by HTTP. */
interface RestMethod {
  readonly verb: string;
  readonly path: RegExp;
  readonly name: OperationName;
  /** Member of the request that the path's group gives. */
  readonly parameter?: string;
  /** Member of the request that the body is, or `*` for the request itself. */
  readonly body?: string;
}

/** A call's method, and its request as far as the address tells it. */
export interface RestCall {
  readonly name: OperationName;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly body: string | undefined;
}

const PARENT = "(?:projects|organizations|folders|billingAccounts)/[^/]+";

const METHODS: readonly RestMethod[] = [
  { verb: "POST", path: /^entries:write$/, name: "WriteLogEntries", body: "*" },
  { verb: "POST", path: /^entries:list$/, name: "ListLogEntries", body: "*" },
  { verb: "GET", path: /^monitoredResourceDescriptors$/, name: "ListMonitoredResourceDescriptors" },
  {
    verb: "GET",
    path: new RegExp(`^(${PARENT}(?:/locations/[^/]+/buckets/[^/]+/views/[^/]+)?)/logs$`),
    name: "ListLogs",
    parameter: "parent",
  },
  { verb: "DELETE", path: new RegExp(`^(${PARENT}/logs/[^/]+)$`), name: "DeleteLog", parameter: "logName" },
  ...resourceMethods("sinks", "sinkName", "sink", {
    list: "ListSinks",
    create: "CreateSink",
    get: "GetSink",
    update: "UpdateSink",
    delete: "DeleteSink",
  }),
  ...resourceMethods("exclusions", "name", "exclusion", {
    list: "ListExclusions",
    create: "CreateExclusion",
    get: "GetExclusion",
    update: "UpdateExclusion",
    delete: "DeleteExclusion",
  }),
  ...resourceMethods("metrics", "metricName", "metric", {
    list: "ListLogMetrics",
    create: "CreateLogMetric",
    get: "GetLogMetric",
    update: "UpdateLogMetric",
    delete: "DeleteLogMetric",
  }),
];

function resourceMethods(
  collection: string,
  parameter: string,
  body: string,
  names: Readonly<Record<"list" | "create" | "get" | "update" | "delete", OperationName>>,
): readonly RestMethod[] {
  const children = { path: new RegExp(`^(${PARENT})/${collection}$`), parameter: "parent" };
  const child = { path: new RegExp(`^(${PARENT}/${collection}/.+)$`), parameter };
  return [
    { verb: "GET", name: names.list, ...children },
    { verb: "POST", name: names.create, body, ...children },
    { verb: "GET", name: names.get, ...child },
    { verb: "PUT", name: names.update, body, ...child },
    { verb: "PATCH", name: names.update, body, ...child },
    { verb: "DELETE", name: names.delete, ...child },
  ];
}

/**
 * Finds the method of a call.
 *
 * @throws GoogleError UNIMPLEMENTED with the method's name
 */
export function restCall(verb: string, url: URL): RestCall {
  const path = url.pathname.slice("/v2/".length);
  for (const method of METHODS) {
    const match = method.verb === verb ? method.path.exec(path) : null;
    if (!match) continue;
    const { name, parameter, body } = method;
    const value = parameter && decodedName(match[1]!, name === "DeleteLog");
    return { name, body, parameters: { ...queryParameters(url), ...(parameter && { [parameter]: value }) } };
  }
  if (path === "entries:tail")
    throw new GoogleError("UNIMPLEMENTED", "TailLogEntries streams in both directions: use gRPC.");
  throw new GoogleError("UNIMPLEMENTED", `The local cloud does not have ${verb} ${url.pathname}.`);
}

/** Parameters that all of Google's APIs take; they make no difference here. @see https://cloud.google.com/apis/docs/system-parameters */
const SYSTEM_PARAMETERS = new Set(
  [
    ["alt", "callback", "fields", "key", "prettyPrint", "quotaUser", "userIp", "access_token", "oauth_token"],
    ["uploadType", "upload_protocol", "upload_id", "xgafv"],
  ].flat(),
);

const LISTS = new Set(["resourceNames", "resource_names"]);

function queryParameters({ searchParams }: URL): Record<string, unknown> {
  const names = [...new Set(searchParams.keys())].filter(
    (name) => !SYSTEM_PARAMETERS.has(name.replace(/^\$\.?/, "")),
  );
  return Object.fromEntries(
    names.map((name) => [name, LISTS.has(name) ? searchParams.getAll(name) : searchParams.get(name)]),
  );
}

/** The log id inside a log's name is encoded itself: it stays so, and some clients encode it twice. */
function decodedName(text: string, isLogName: boolean): string {
  if (isLogName && !text.includes("%25")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new GoogleError("INVALID_ARGUMENT", `The path's ${text.slice(0, 200)} is not URL-encoded.`);
  }
}
