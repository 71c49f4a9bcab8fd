import { CONTRACT_COLUMNS, type Column, contractWith, type DeclaredColumns } from "cumulog/analysis";
import type { TerraformResources } from "./terraform.ts";
import { literal } from "./terraform-value.ts";

/** The lake of one Google Cloud project. */
export interface GoogleLakeOptions {
  readonly projectId: string;
  /** Names bucket, sink and dataset. @default cumulog_logs */
  readonly name?: string | undefined;
  /** Queries for the logs whose entries are kept. */
  readonly logFilters: readonly string[];
  /** @default 30 */
  readonly retentionDays?: number | undefined;
  /** Typed columns beside the contract's. @default none */
  readonly columns?: DeclaredColumns | undefined;
  /** @default "global" */
  readonly location?: string | undefined;
}

/**
 * The lake on Google Cloud: a log bucket with analytics, a sink into it, its linked dataset, and a dataset with the view `logs`. Entries
 * are not copied. https://docs.cloud.google.com/logging/docs/analyze/query-linked-dataset
 */
export function googleLake({
  projectId,
  name = "cumulog_logs",
  logFilters,
  retentionDays = 30,
  columns,
  location = "global",
}: GoogleLakeOptions): TerraformResources {
  const bucketId = name.replaceAll("_", "-");
  const linked = `${name}_linked`;
  const filter = literal(logFilters.join(" OR "));
  return {
    google_logging_project_bucket_config: {
      lake: {
        project: projectId,
        location,
        bucket_id: bucketId,
        retention_days: retentionDays,
        enable_analytics: true,
        description: "Events that answer SQL",
      },
    },
    google_logging_project_sink: {
      lake: {
        name: bucketId,
        destination: "logging.googleapis.com/${google_logging_project_bucket_config.lake.id}",
        filter,
        unique_writer_identity: true,
      },
    },
    google_logging_linked_dataset: {
      lake: { link_id: linked, bucket: "${google_logging_project_bucket_config.lake.id}" },
    },
    google_bigquery_dataset: {
      lake: {
        dataset_id: name,
        location: location === "global" ? "US" : location,
        description: "The view logs: each event once",
      },
    },
    google_bigquery_table: {
      logs: {
        dataset_id: "${google_bigquery_dataset.lake.dataset_id}",
        table_id: "logs",
        deletion_protection: false,
        view: { query: bigQueryView(`${projectId}.${linked}._AllLogs`, columns), use_legacy_sql: false },
        depends_on: ["google_logging_linked_dataset.lake"],
      },
    },
  };
}

/** The query of the view `logs`: the columns of every lake from entries of Cloud Logging, one row for each insert id. */
export function bigQueryView(table: string, declared: DeclaredColumns = {}): string {
  const { columns } = contractWith(declared);
  const own: Readonly<Record<string, string>> = {
    event_id: "insert_id",
    event_time: "timestamp",
    epoch_ms: "UNIX_MILLIS(timestamp)",
    day: "FORMAT_TIMESTAMP('%Y-%m-%d', timestamp)",
    hour: "EXTRACT(HOUR FROM timestamp)",
    level:
      "CASE severity WHEN 'DEBUG' THEN 'DEBUG' WHEN 'INFO' THEN 'INFO' WHEN 'NOTICE' THEN 'INFO' WHEN 'WARNING' THEN 'WARN' WHEN 'ERROR' THEN 'ERROR' WHEN 'CRITICAL' THEN 'FATAL' WHEN 'ALERT' THEN 'FATAL' WHEN 'EMERGENCY' THEN 'FATAL' END",
    severity: "severity",
    is_error: `CASE WHEN severity = 'DEFAULT' OR severity IS NULL THEN COALESCE(${statusOf()} >= 500, FALSE) ELSE severity IN ('ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY') END`,
    log_group: "log_name",
    log_stream: "resource.type",
    trace_id: "REGEXP_EXTRACT(trace, r'[^/]+$')",
    status: statusOf(),
    message: `COALESCE(text_payload, ${jsonOf(["message", "msg"], "STRING")})`,
    message_template: "CAST(NULL AS STRING)",
    attributes: "TO_JSON_STRING(json_payload)",
  };
  const values = columns.map((column) => `  ${own[column.name] ?? valueIn(column)} AS ${column.name}`);
  return `SELECT\n${values.join(",\n")}\nFROM \`${table}\`\nQUALIFY ROW_NUMBER() OVER (PARTITION BY insert_id, timestamp, log_name ORDER BY receive_timestamp) = 1`;
}

const TYPES = {
  text: "STRING",
  integer: "INT64",
  number: "FLOAT64",
  boolean: "BOOL",
  time: "TIMESTAMP",
} as const;

function valueIn({ name, type, members }: Column): string {
  const value = jsonOf(members, TYPES[type]);
  return name === "route" ? `SPLIT(${value}, '?')[SAFE_OFFSET(0)]` : value;
}

function statusOf(): string {
  const { members } = CONTRACT_COLUMNS.find(({ name }) => name === "status")!;
  return `COALESCE(http_request.status, ${jsonOf(members, "INT64")})`;
}

/** Names with other characters than these cannot be said in a path of JSON. */
const PLAIN = /^[A-Za-z_][\w.]*$/;

function jsonOf(members: readonly string[], type: string): string {
  const paths = members.filter((member) => PLAIN.test(member));
  const values = paths.map((member) => {
    const text = `JSON_VALUE(json_payload, '$.${member}')`;
    return type === "STRING" ? text : `SAFE_CAST(${text} AS ${type})`;
  });
  if (values.length === 0) return `CAST(NULL AS ${type})`;
  return values.length === 1 ? values[0]! : `COALESCE(${values.join(", ")})`;
}
