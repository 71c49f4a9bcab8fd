import { createStore, useStore } from "./store.ts";

/** Where the page is: `#/view/parameter?name=value`. */
export interface HashRoute {
  readonly view: string;
  readonly parameter: string | undefined;
  readonly query: Readonly<Record<string, string>>;
}

const current = createStore(parseRoute(location.hash));
window.addEventListener("hashchange", () => current.set(parseRoute(location.hash)));

export function useRoute(): HashRoute {
  return useStore(current);
}

export function parseRoute(hash: string): HashRoute {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const [view = "", ...parameter] = path.split("/");
  return {
    view: view || "overview",
    parameter: parameter.length > 0 ? decoded(parameter.join("/")) : undefined,
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** An address that somebody has cut short is still an address. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function link(
  view: string,
  parameter?: string,
  query: Record<string, string | undefined> = {},
): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(given as [string, string][]).toString();
  const path = parameter === undefined ? view : `${view}/${encodeURIComponent(parameter)}`;
  return `#/${path}${search && `?${search}`}`;
}

/** Changes the query in the address; the browser's Back leads to what was before. */
export function pushQuery(patch: Record<string, string | undefined>): void {
  const { view, parameter, query } = current.get();
  location.hash = link(view, parameter, { ...query, ...patch });
}

/** Changes the query in the address without a new entry in the browser's history, so that the address can be shared. */
export function replaceQuery(patch: Record<string, string | undefined>): void {
  const { view, parameter, query } = current.get();
  const hash = link(view, parameter, { ...query, ...patch });
  history.replaceState(null, "", hash);
  current.set(parseRoute(hash));
}
