import { type ApiRoute, onlyIf, type Written } from "./expansion.ts";

/** Member of a path that stands for all methods. */
export const ANY_METHOD = "x-amazon-apigateway-any-method";

/**
 * Puts the routes of functions into the paths of an API's definition.
 *
 * @param definition as the template has it; its own operations stay
 */
export function withRoutes(definition: Written, routes: readonly ApiRoute[]): Written {
  const paths: Record<string, Record<string, unknown>> = {
    ...(definition["paths"] as Record<string, Record<string, unknown>>),
  };
  for (const { path, method, integration, condition, responses = {} } of routes)
    paths[path] = {
      ...paths[path],
      [method === "any" || method === "*" ? ANY_METHOD : method]: onlyIf(condition, {
        ...(path === "$default" && { isDefaultRoute: true }),
        "x-amazon-apigateway-integration": integration,
        responses,
      }),
    };
  return { ...definition, paths };
}
