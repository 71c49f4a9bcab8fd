/** An operation of Lambda's REST protocol with what its path and query say. */
export interface LambdaRequest {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

const FUNCTIONS = "/2015-03-31/functions";

const ROUTES: readonly (readonly [method: string, path: RegExp, operation: string])[] = [
  ["POST", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/invocations$`), "Invoke"],
  ["GET", RegExp(`^${FUNCTIONS}/?$`), "ListFunctions"],
  ["POST", RegExp(`^${FUNCTIONS}/?$`), "CreateFunction"],
  ["GET", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)$`), "GetFunction"],
  ["DELETE", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)$`), "DeleteFunction"],
  ["GET", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/configuration$`), "GetFunctionConfiguration"],
  ["PUT", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/configuration$`), "UpdateFunctionConfiguration"],
  ["PUT", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/code$`), "UpdateFunctionCode"],
  ["GET", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/versions$`), "ListVersionsByFunction"],
  ["POST", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/versions$`), "PublishVersion"],
  ["GET", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/aliases$`), "ListAliases"],
  ["POST", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/aliases$`), "CreateAlias"],
  ["GET", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/aliases/(?<Name>[^/]+)$`), "GetAlias"],
  ["PUT", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/aliases/(?<Name>[^/]+)$`), "UpdateAlias"],
  ["DELETE", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/aliases/(?<Name>[^/]+)$`), "DeleteAlias"],
  ["GET", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/policy$`), "GetPolicy"],
  ["POST", RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/policy$`), "AddPermission"],
  [
    "DELETE",
    RegExp(`^${FUNCTIONS}/(?<FunctionName>[^/]+)/policy/(?<StatementId>[^/]+)$`),
    "RemovePermission",
  ],
  ["PUT", /^\/2017-10-31\/functions\/(?<FunctionName>[^/]+)\/concurrency$/, "PutFunctionConcurrency"],
  ["DELETE", /^\/2017-10-31\/functions\/(?<FunctionName>[^/]+)\/concurrency$/, "DeleteFunctionConcurrency"],
  ["GET", /^\/2019-09-30\/functions\/(?<FunctionName>[^/]+)\/concurrency$/, "GetFunctionConcurrency"],
  ["GET", /^\/2017-03-31\/tags\/(?<Resource>[^/]+)$/, "ListTags"],
  ["POST", /^\/2017-03-31\/tags\/(?<Resource>[^/]+)$/, "TagResource"],
  ["DELETE", /^\/2017-03-31\/tags\/(?<Resource>[^/]+)$/, "UntagResource"],
  [
    "GET",
    /^\/2019-09-25\/functions\/(?<FunctionName>[^/]+)\/event-invoke-config\/list$/,
    "ListFunctionEventInvokeConfigs",
  ],
  [
    "POST",
    /^\/2019-09-25\/functions\/(?<FunctionName>[^/]+)\/event-invoke-config$/,
    "UpdateFunctionEventInvokeConfig",
  ],
  [
    "GET",
    /^\/2019-09-25\/functions\/(?<FunctionName>[^/]+)\/event-invoke-config$/,
    "GetFunctionEventInvokeConfig",
  ],
  [
    "PUT",
    /^\/2019-09-25\/functions\/(?<FunctionName>[^/]+)\/event-invoke-config$/,
    "PutFunctionEventInvokeConfig",
  ],
  [
    "DELETE",
    /^\/2019-09-25\/functions\/(?<FunctionName>[^/]+)\/event-invoke-config$/,
    "DeleteFunctionEventInvokeConfig",
  ],
  ["POST", /^\/2018-10-31\/layers\/(?<LayerName>[^/]+)\/versions$/, "PublishLayerVersion"],
  [
    "DELETE",
    /^\/2018-10-31\/layers\/(?<LayerName>[^/]+)\/versions\/(?<VersionNumber>\d+)$/,
    "DeleteLayerVersion",
  ],
];

/** Whether a path is of Lambda's REST protocol. */
export function isLambdaPath(path: string): boolean {
  return /^\/20\d\d-\d\d-\d\d\/(functions|layers|event-source-mappings|tags|account-settings)(\/|$)/.test(
    path,
  );
}

/** The operation that a method and path call, or undefined when Lambda or this cloud has none such. */
export function parseLambdaPath(method: string, url: URL): LambdaRequest | undefined {
  for (const [routeMethod, pattern, operation] of ROUTES) {
    const match = routeMethod === method ? pattern.exec(url.pathname) : null;
    if (!match) continue;
    const input: Record<string, unknown> = {};
    for (const [name, value] of url.searchParams) if (!name.startsWith("X-Amz-")) input[name] = value;
    for (const [name, value] of Object.entries(match.groups ?? {})) input[name] = decode(value);
    const tagKeys = url.searchParams.getAll("tagKeys");
    if (tagKeys.length > 0) input["tagKeys"] = tagKeys;
    if (typeof input["MaxItems"] === "string") input["MaxItems"] = Number(input["MaxItems"]);
    return { operation, input };
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
