import { ServiceError } from "../../kernel/service-error.ts";

/** DuckDB comes with the package of the lake; who wants Firehose's Parquet files and Athena installs it. */
export async function lakeEngine(): Promise<typeof import("@cumulog/lake")> {
  try {
    return await import("@cumulog/lake");
  } catch {
    throw new ServiceError(
      "InternalFailure",
      "Parquet files need DuckDB on this machine: npm install @cumulog/lake",
      { statusCode: 500 },
    );
  }
}
