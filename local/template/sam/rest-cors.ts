import { ANY_METHOD } from "./api-definition.ts";
import type { Written } from "./expansion.ts";

const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** Headers of the answer, by property; their values are quoted in the template already. */
const HEADERS = {
  AllowOrigin: "Access-Control-Allow-Origin",
  MaxAge: "Access-Control-Max-Age",
  AllowMethods: "Access-Control-Allow-Methods",
  AllowHeaders: "Access-Control-Allow-Headers",
} as const;

/**
 * Answers preflight requests on every path that does not do so itself.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html
 *
 * @param cors the origin, or an object with origin, methods, headers and age
 */
export function withCors(definition: Written, cors: unknown): Written {
  if (cors === undefined) return definition;
  const settings = isSettings(cors) ? cors : { AllowOrigin: cors };
  const openApi = definition["openapi"] !== undefined;
  const paths = Object.entries((definition["paths"] ?? {}) as Record<string, Written | null>).map(
    ([path, operations]) => [
      path,
      Object.hasOwn(operations ?? {}, "options")
        ? operations
        : { ...operations, options: preflight(settings, Object.keys(operations ?? {}), openApi) },
    ],
  );
  return { ...definition, paths: Object.fromEntries(paths) as Written };
}

const isSettings = (cors: unknown): cors is Written =>
  typeof cors === "object" && cors !== null && Object.keys(HEADERS).some((name) => Object.hasOwn(cors, name));

function preflight(settings: Written, operations: readonly string[], openApi: boolean): Written {
  const shownAs = (type: string): object => (openApi ? { schema: { schema: { type } } } : { type });
  const methods = operations.includes(ANY_METHOD)
    ? ALL_METHODS
    : [...operations.filter((name) => /^[a-z]+$/.test(name)).map((name) => name.toUpperCase()), "OPTIONS"];
  const all: Written = { AllowMethods: `'${methods.sort().join(",")}'`, ...settings };
  const headers = Object.entries(HEADERS).filter(([property]) => all[property] !== undefined);
  const credentials = String(settings["AllowCredentials"]) === "true";
  const responseParameters = {
    ...Object.fromEntries(
      headers.map(([property, header]) => [`method.response.header.${header}`, all[property]]),
    ),
    ...(credentials && { "method.response.header.Access-Control-Allow-Credentials": "'true'" }),
  };
  const shown: [string, object][] = headers.map(([property, header]) => [
    header,
    shownAs(property === "MaxAge" ? "integer" : "string"),
  ]);
  if (credentials) shown.push(["Access-Control-Allow-Credentials", shownAs("string")]);
  return {
    summary: "CORS support",
    ...(openApi ? {} : { consumes: ["application/json"], produces: ["application/json"] }),
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: "200",
          responseTemplates: { "application/json": "{}\n" },
          responseParameters,
        },
      },
    },
    responses: {
      200: { description: "Default response for CORS method", headers: Object.fromEntries(shown) },
    },
  };
}
