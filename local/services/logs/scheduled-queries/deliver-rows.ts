import { csvOf, type LookupTables } from "../insights/lookup-tables.ts";
import type { Deliver } from "./scheduled-query-runner.ts";

/** Puts the rows of a run into its lookup table. There is no S3 here, and the history says so. */
export function deliverRows(tables: LookupTables): Deliver {
  return ({ destinationConfiguration }, rows) => {
    const { s3Configuration, lookupTableConfiguration } = destinationConfiguration ?? {};
    const destinations: ReturnType<Deliver> = [];
    if (s3Configuration)
      destinations.push({
        destinationType: "S3",
        destinationIdentifier: s3Configuration.destinationIdentifier ?? "",
        status: "CLIENT_ERROR",
        errorMessage: "The local cloud does not have S3.",
      });
    if (lookupTableConfiguration) {
      const { tableName = "", description } = lookupTableConfiguration;
      const tableBody = csvOf(
        rows.map((row) => Object.entries(row).map(([field, value]) => ({ field, value }))),
      );
      tables.replace(tableName, { tableBody, ...(description !== undefined && { description }) });
      destinations.push({
        destinationType: "LOOKUP_TABLE",
        destinationIdentifier: tableName,
        status: "COMPLETE",
        processedIdentifier: tableName,
      });
    }
    return destinations;
  };
}
