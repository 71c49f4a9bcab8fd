import type { Route } from "./api.ts";

/** A route that a request takes, with what its path's variables stand for. */
export interface MatchedRoute {
  readonly route: Route;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The most specific route for a request: a path without variables before one with them, one that takes the rest of the path
 * after those, a method before `ANY`, `$default` last.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): MatchedRoute | undefined {
  let best: (MatchedRoute & { readonly rank: string }) | undefined;
  for (const route of routes) {
    if (route.RouteKey === "$default") continue;
    const [verb = "", pattern = ""] = route.RouteKey.split(" ");
    if (verb !== "ANY" && verb !== method) continue;
    const found = matchPath(pattern, path);
    if (!found) continue;
    const rank = found.rank + (verb === "ANY" ? "1" : "0");
    if (best === undefined || rank < best.rank) best = { route, variables: found.variables, rank };
  }
  if (best) return best;
  const otherwise = routes.find(({ RouteKey }) => RouteKey === "$default");
  return otherwise && { route: otherwise, variables: {} };
}

const segmentsOf = (path: string): string[] => path.replace(/^\//, "").replace(/\/$/, "").split("/");

/** @returns the variables, and a text that sorts more specific patterns first */
function matchPath(
  pattern: string,
  path: string,
): { variables: Record<string, string>; rank: string } | undefined {
  const variables: Record<string, string> = {};
  const given = segmentsOf(path);
  const expected = segmentsOf(pattern);
  let rank = "";
  for (const [index, part] of expected.entries()) {
    const [, name, greedy] = /^\{([^}+]+)(\+)?\}$/.exec(part) ?? [];
    const value = given[index];
    if (value === undefined || (name !== undefined && value === "")) return undefined;
    if (name === undefined) {
      if (part !== value) return undefined;
      rank += "0";
    } else if (greedy) {
      variables[name] = decoded(given.slice(index).join("/"));
      return { variables, rank: `${rank}2` };
    } else {
      variables[name] = decoded(value);
      rank += "1";
    }
  }
  return given.length === expected.length ? { variables, rank } : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
