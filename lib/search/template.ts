import { ECS_ALIASES, type FieldType, KEYWORD_MAX_LENGTH, SEARCH_FIELDS } from "./fields.ts";

/** The two kinds of server, which differ in few words. */
export const SEARCH_SERVERS = ["opensearch", "elasticsearch"] as const;
export type SearchServer = (typeof SEARCH_SERVERS)[number];

export interface TemplateOptions {
  /** Beginning of the index names as in the handler's option; `{service}` becomes `*`. @default "logs-{service}" */
  readonly index?: string | undefined;
  /** Days after which an index is deleted. @default 30 */
  readonly retentionDays?: number | undefined;
  /** Primary shards of an index: one for each 10 to 50 GB a day. @default the server's: 1 */
  readonly shards?: number | undefined;
  /** Copies of each shard: 1 on clusters of several nodes, 0 on a single one. @default the server's: 1 */
  readonly replicas?: number | undefined;
}

/** Name of the index template and of the policy. */
export const TEMPLATE_NAME = "cumulog-logs";

/**
 * Above 100, which Elasticsearch's own template for `logs-*-*` has: that one would make data streams, which store a repeated id
 * twice after a rollover.
 */
const PRIORITY = 500;
/** Every field is declared; the limit holds if someone turns dynamic mapping on. */
const TOTAL_FIELDS = 200;

const MAPPINGS: Readonly<Record<FieldType, (server: SearchServer) => object>> = {
  date: () => ({ type: "date" }),
  keyword: () => ({ type: "keyword", ignore_above: KEYWORD_MAX_LENGTH }),
  text: () => ({ type: "text", norms: false }),
  integer: () => ({ type: "integer" }),
  double: () => ({ type: "double" }),
  attributes: (server) =>
    server === "opensearch"
      ? { type: "flat_object" }
      : { type: "flattened", ignore_above: KEYWORD_MAX_LENGTH },
  unindexed: () => ({ type: "object", enabled: false }),
};

/** Pattern of the index names that a beginning makes: with a day at the end, so that it meets no other indices named `logs-…`. */
export function indexPattern(index = "logs-{service}"): string {
  return `${index.replaceAll("{service}", "*")}-20*.*.*`;
}

/**
 * The composable index template. `dynamic` is off, so that no record can add a field: what a record holds beside the declared fields
 * is in `attributes`, one flat field.
 *
 * @see https://docs.opensearch.org/latest/im-plugin/index-templates/
 */
export function indexTemplate(server: SearchServer, options: TemplateOptions = {}): object {
  const { shards, replicas } = options;
  const properties: Record<string, unknown> = {};
  for (const [field, type] of Object.entries(SEARCH_FIELDS)) put(properties, field, MAPPINGS[type](server));
  for (const [alias, path] of Object.entries(ECS_ALIASES)) put(properties, alias, { type: "alias", path });
  const lifecycle = server === "elasticsearch" ? { lifecycle: { name: TEMPLATE_NAME } } : {};
  return {
    index_patterns: [indexPattern(options.index)],
    priority: PRIORITY,
    template: {
      settings: {
        index: {
          ...(shards !== undefined && { number_of_shards: String(shards) }),
          ...(replicas !== undefined && { number_of_replicas: String(replicas) }),
          codec: "best_compression",
          refresh_interval: "5s",
          mapping: { total_fields: { limit: String(TOTAL_FIELDS) } },
          ...lifecycle,
        },
      },
      mappings: { dynamic: "false", properties },
    },
    _meta: { managed_by: "cumulog" },
  };
}

/** Puts a field under its dotted name among nested properties. */
function put(properties: Record<string, unknown>, name: string, mapping: object): void {
  const parts = name.split(".");
  const last = parts.pop()!;
  let level = properties;
  for (const part of parts) {
    level[part] ??= { properties: {} };
    level = (level[part] as { properties: Record<string, unknown> }).properties;
  }
  level[last] = mapping;
}

/**
 * Index State Management of OpenSearch: deletes an index when it is as old as the retention. Its age counts from its creation.
 *
 * @see https://docs.opensearch.org/latest/im-plugin/ism/policies/
 */
export function ismPolicy(options: TemplateOptions = {}): object {
  const { retentionDays = 30 } = options;
  return {
    policy: {
      description: `cumulog: deletes indices of logs after ${retentionDays} days`,
      default_state: "hot",
      states: [
        {
          name: "hot",
          actions: [],
          transitions: [{ state_name: "delete", conditions: { min_index_age: `${retentionDays}d` } }],
        },
        { name: "delete", actions: [{ delete: {} }], transitions: [] },
      ],
      ism_template: [{ index_patterns: [indexPattern(options.index)], priority: PRIORITY }],
    },
  };
}

/**
 * Index Lifecycle Management of Elasticsearch, to the same end.
 *
 * @see https://www.elastic.co/docs/reference/elasticsearch/index-lifecycle-actions
 */
export function ilmPolicy(options: TemplateOptions = {}): object {
  const { retentionDays = 30 } = options;
  return {
    policy: {
      _meta: { managed_by: "cumulog" },
      phases: {
        hot: { min_age: "0ms", actions: {} },
        delete: { min_age: `${retentionDays}d`, actions: { delete: {} } },
      },
    },
  };
}
