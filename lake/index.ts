import "cumulog/node-version";

export {
  type ChartDescription,
  type ChartKind,
  DIALECTS,
  type Dialect,
  type NamedQuery,
  namedQueries,
  namedQuery,
  parseQuery,
  type QueryParameter,
  type RenderOptions,
  renderQuery,
  type TimeSpan,
  UnknownQueryError,
} from "cumulog/analysis";

export type { ChartData } from "./charts/chart-data.ts";
export { chartPng } from "./charts/png.ts";
export { chartSvg, type RenderChartOptions } from "./charts/render.ts";
export { DARK, LIGHT, type Theme } from "./charts/theme.ts";
export { type CompactOptions, type CompactResult, compactLake } from "./compact.ts";
export {
  type ComparedLogs,
  type ComparedMeasure,
  type ComparedRoute,
  type CompareOptions,
  type Comparison,
  compareLogs,
  type Measure,
  type Verdict,
} from "./compare/compare.ts";
export { type Estimate, ranksOf, rateOf } from "./compare/intervals.ts";
export { comparisonMarkdown } from "./compare/markdown.ts";
export { csvLine } from "./csv.ts";
export { type DeleteOptions, type DeleteResult, deleteFromLake } from "./delete.ts";
export { Engine, EngineMissingError, identifier, literal } from "./engine/engine.ts";
export { type ResultValue, resultValue } from "./engine/values.ts";
export { EXPORT_FORMATS, type ExportFormat, type ExportOptions, exportLake } from "./export.ts";
export { LakeError, LakeNotFoundError } from "./lake-error.ts";
export { type LoadOptions, loadLake } from "./load/load.ts";
export type { LoadResult } from "./load/result.ts";
export { type LakeQuery, QueryError, type QueryResult, queryLake, queryRows } from "./query.ts";
export { queryAthena } from "./remote/athena.ts";
export { type BigQueryQuery, queryBigQuery } from "./remote/bigquery.ts";
export { type AthenaQuery, RemoteQueryError, type RemoteResult } from "./remote/run-in-athena.ts";
export { bucketLocation, type UploadOptions, uploadLake } from "./remote/upload.ts";
export {
  REPORT_QUERIES,
  type Report,
  type ReportContents,
  type ReportSection,
} from "./report/compose.ts";
export { reportPage } from "./report/page.ts";
export { makeReport, type ReportOptions } from "./report/report.ts";
export { CHART_FILES, type ChartFile, writeReport } from "./report/write.ts";
export { logsFolder } from "./store/snapshots.ts";
