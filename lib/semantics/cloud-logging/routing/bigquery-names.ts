import { BIGQUERY_FIELD_NAME_MAX_LENGTH } from "../../limits.ts";
import { parseTimestamp } from "../timestamp.ts";

/** Members of an entry whose inner names applications choose. */
const CHOSEN = ["jsonPayload", "labels", "resource.labels", "metadata.userLabels", "metadata.systemLabels"];

/**
 * The BigQuery table that a sink writes an entry to: named like the log, with the date in UTC unless it is partitioned.
 *
 * @param logId decoded
 * @param timestamp RFC 3339
 * @see https://cloud.google.com/logging/docs/export/bigquery
 */
export function bigqueryTable(logId: string, timestamp: string, usePartitionedTables: boolean): string {
  const table = logId.replace(/\W/g, "_");
  if (usePartitionedTables) return table;
  const seconds = parseTimestamp(timestamp)?.seconds ?? 0;
  return `${table}_${new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll("-", "")}`;
}

/**
 * The column of an entry's field: names of the API stay as they are, names that applications chose are in lower case, with
 * `_` for what columns cannot have, without leading `_`, and cut. A payload with `@type` gets a column named after it.
 *
 * @param path for example `jsonPayload.orderId` or `labels.compute.googleapis.com/resource_name`, whose label is one name
 * @param atType the payload's `@type`
 * @see https://cloud.google.com/logging/docs/export/bigquery
 */
export function bigqueryColumn(path: string, atType?: string): string {
  const [payload = "", ...rest] = path.split(".");
  if (atType !== undefined && (payload === "jsonPayload" || payload === "protoPayload"))
    return [typedPayload(payload, atType), ...names(payload, rest)].join(".");
  const parent = CHOSEN.find((member) => path.startsWith(`${member}.`));
  if (parent === undefined) return path;
  const inner = path.slice(parent.length + 1);
  return `${parent}.${(parent === "jsonPayload" ? inner.split(".") : [inner]).map(chosenName).join(".")}`;
}

function names(payload: string, path: readonly string[]): readonly string[] {
  return payload === "jsonPayload" ? path.map(chosenName) : path;
}

function chosenName(name: string): string {
  return name.toLowerCase().replace(/\W/g, "_").replace(/^_+/, "").slice(0, BIGQUERY_FIELD_NAME_MAX_LENGTH);
}

/** `jsonpayload_v1beta1_reportederrorevent`; the version is left out where the type has none. */
function typedPayload(payload: string, atType: string): string {
  const parts = atType.slice(atType.lastIndexOf("/") + 1).split(".");
  const version = parts.at(-2) ?? "";
  const named = /^v\d\w*$/.test(version) ? [version, parts.at(-1)!] : [parts.at(-1)!];
  return [payload, ...named].map((part) => part.toLowerCase().replace(/\W/g, "_")).join("_");
}
