import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { csvOf, type LookupTables } from "../insights/lookup-tables.ts";
import type { Deliver, Delivery } from "./scheduled-query-runner.ts";

/** Who puts results into a bucket. */
const WRITER = "logs.amazonaws.com";

/** Puts the rows of a run into its bucket and its lookup table. */
export function deliverRows(cloud: Cloud, tables: LookupTables): Deliver {
  return async ({ destinationConfiguration }, queryId, rows) => {
    const { s3Configuration, lookupTableConfiguration } = destinationConfiguration ?? {};
    const deliveries: Delivery[] = [];
    if (s3Configuration)
      deliveries.push(await toBucket(cloud, s3Configuration.destinationIdentifier!, queryId, rows));
    if (lookupTableConfiguration) {
      const { tableName = "", description } = lookupTableConfiguration;
      const tableBody = csvOf(
        rows.map((row) => Object.entries(row).map(([field, value]) => ({ field, value }))),
      );
      tables.replace(tableName, { tableBody, ...(description !== undefined && { description }) });
      deliveries.push({
        destinationType: "LOOKUP_TABLE",
        destinationIdentifier: tableName,
        status: "COMPLETE",
        processedIdentifier: tableName,
      });
    }
    return deliveries;
  };
}

/** A file with the array of the rows. How AWS names it is not documented. */
async function toBucket(
  cloud: Cloud,
  destinationIdentifier: string,
  queryId: string,
  rows: Parameters<Deliver>[2],
): Promise<Delivery> {
  const destination = { destinationType: "S3", destinationIdentifier } as const;
  const [, Bucket, prefix = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(destinationIdentifier) ?? [];
  if (Bucket === undefined)
    return { ...destination, status: "CLIENT_ERROR", errorMessage: "The destination is no S3 URI." };
  const Key = `${prefix}${prefix === "" || prefix.endsWith("/") ? "" : "/"}${queryId}.json`;
  const Body = Buffer.from(JSON.stringify(rows));
  try {
    await cloud.call(
      "s3",
      "PutObject",
      { Bucket, Key, Body, ContentType: "application/json" },
      { principal: WRITER },
    );
    return { ...destination, status: "COMPLETE", processedIdentifier: `s3://${Bucket}/${Key}` };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { ...destination, status: "CLIENT_ERROR", errorMessage: error.message };
  }
}
