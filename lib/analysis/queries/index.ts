export { namedQueries, parseQuery } from "./catalog.ts";
export {
  type ChartDescription,
  type ChartKind,
  DIALECTS,
  type Dialect,
  type NamedQuery,
  type QueryParameter,
} from "./named-query.ts";
export { namedQuery, type RenderOptions, renderQuery, type TimeSpan, UnknownQueryError } from "./render.ts";
