export { escapeControls } from "../logger/escape-controls.ts";
export * from "./anomalies/index.ts";
export { type Cause, type CauseLine, causeText, groupCauses } from "./causes/causes.ts";
export * from "./contract/index.ts";
export { htmlText } from "./html-text.ts";
export { type CloudWatchHistoryOptions, readLogGroup } from "./lines/cloud-watch-history.ts";
export { timeZone, UnknownTimeZoneError, type Zone } from "./lines/dates/zone.ts";
export { type DatingOptions, datedTexts } from "./lines/dating.ts";
export { reasonOf, unreadable } from "./lines/history-error.ts";
export { type LineBlock, textAt } from "./lines/line-block.ts";
export { filesUnder, type LogFile, logFiles, STANDARD_INPUT } from "./lines/log-files.ts";
export { type BlockReading, readBlocks } from "./lines/read-blocks.ts";
export { readBytes } from "./lines/read-bytes.ts";
export { readInThread } from "./lines/read-in-thread.ts";
export {
  HistoryError,
  type HistoryEvent,
  type LinePlace,
  type LogLine,
  type LogReading,
  linesOf,
  type ReadingReport,
  type ReadOptions,
  readLog,
  type StrayLine,
  warningsOf,
} from "./lines/read-log.ts";
export { readTexts, type TextLine } from "./lines/read-texts.ts";
export {
  detectTimestampFormat,
  type TimestampFormat,
  timestampFormat,
  timestampFormatNames,
  UnknownTimestampFormatError,
} from "./lines/timestamp.ts";
export * from "./patterns/index.ts";
export * from "./queries/index.ts";
export * from "./rates/index.ts";
export * from "./templates/index.ts";
