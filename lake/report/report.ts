import { queryRows } from "../query.ts";
import { composeReport, type Report, type ReportContents } from "./compose.ts";

/** Options of {@link makeReport}: what the report says, and the folder of the lake. */
export interface ReportOptions extends ReportContents {
  readonly directory: string;
  readonly signal?: AbortSignal;
}

/**
 * Asks the lake in a folder the queries of a report.
 *
 * @throws LakeNotFoundError, UnknownQueryError
 */
export function makeReport({ directory, signal, ...contents }: ReportOptions): Promise<Report> {
  const { timezone = "UTC" } = contents;
  return composeReport(contents, {
    dialect: "duckdb",
    ask: (sql) =>
      queryRows({
        directory,
        sql,
        ...(timezone !== "UTC" && { timezone }),
        ...(signal !== undefined && { signal }),
      }),
  });
}
