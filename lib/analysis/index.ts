export { type CloudWatchHistoryOptions, readLogGroup } from "./lines/cloud-watch-history.ts";
export { Dating } from "./lines/dating.ts";
export { filesUnder, historyFiles } from "./lines/history-files.ts";
export { HistoryError, type HistoryEvent, type ReadOptions, readHistory } from "./lines/read-history.ts";
export { linesIn, readLines } from "./lines/read-lines.ts";
export {
  detectTimestampFormat,
  type TimestampFormat,
  timestampFormat,
  timestampFormatNames,
  UnknownTimestampFormatError,
} from "./lines/timestamp.ts";
export * from "./templates/index.ts";
