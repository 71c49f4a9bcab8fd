/** A value of a column; times are milliseconds since the epoch. */
export type RowValue = string | number | boolean | null;

/** One event as a row: every column of the contract by its name, `null` where the event says nothing. */
export type LogRow = Record<string, RowValue>;

/** An event as CloudWatch Logs, Cloud Logging or a file has it. */
export interface LogEvent {
  /** Id that the service gave. */
  readonly id?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
  readonly logGroup?: string | undefined;
  readonly logStream?: string | undefined;
  /** Log level that is known from elsewhere, such as a severity of Cloud Logging; one in the message wins. */
  readonly severity?: string | undefined;
  readonly traceId?: string | undefined;
}

/** One event as a row of the view `logs`. */
export interface EventRow {
  readonly row: LogRow;
  /** Columns whose member was there and could not be read as their type. The member is in `attributes`. */
  readonly unparsable: readonly string[];
}
