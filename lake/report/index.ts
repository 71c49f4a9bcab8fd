/** Charts and reports without an engine: what a Lambda function carries. */
export type { ChartData } from "../charts/chart-data.ts";
export { chartSvg, type RenderChartOptions } from "../charts/render.ts";
export { DARK, LIGHT, type Theme } from "../charts/theme.ts";
export type { ResultValue } from "../engine/values.ts";
export { LakeError } from "../lake-error.ts";
export {
  type AthenaCommands,
  type AthenaQuery,
  RemoteQueryError,
  type RemoteResult,
  runInAthena,
} from "../remote/run-in-athena.ts";
export {
  type AskedLake,
  composeReport,
  REPORT_QUERIES,
  type Report,
  type ReportContents,
  type ReportSection,
} from "./compose.ts";
export { reportPage } from "./page.ts";
