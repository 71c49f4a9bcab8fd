import { randomUUID } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { Engine, identifier, literal } from "./engine/engine.ts";
import { LakeError } from "./lake-error.ts";
import { maskedColumns } from "./mask.ts";
import { lease } from "./store/leases.ts";
import { currentSnapshot } from "./store/snapshots.ts";
import { viewQuery } from "./store/view.ts";

/** Formats of an export by the names that `--format` takes. */
export const EXPORT_FORMATS = {
  parquet: "FORMAT parquet, COMPRESSION zstd",
  csv: "FORMAT csv, HEADER",
  json: "FORMAT json",
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

export interface ExportOptions {
  readonly directory: string;
  /** File to write. */
  readonly to: string;
  readonly format: ExportFormat;
  /**
   * Replaces what may name a person: users and requests by a hash, e-mail addresses, IP addresses and card numbers in texts by
   * a word.
   * @default false
   */
  readonly mask?: boolean;
  /** Milliseconds since the epoch, inclusive. */
  readonly from?: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly until?: number;
  readonly signal?: AbortSignal;
}

/**
 * Writes events to one file, in the order of their times. The file is complete or not there.
 *
 * @returns how many events it has
 * @throws LakeNotFoundError, LakeError when the file cannot be written
 */
export async function exportLake(options: ExportOptions): Promise<number> {
  const { directory, to, format, mask = false, from, until, signal } = options;
  const snapshot = currentSnapshot(directory);
  const end = lease(directory, snapshot.number);
  const engine = await Engine.open();
  const part = `${to}.part`;
  try {
    const connection = await engine.connect();
    signal?.addEventListener("abort", () => connection.interrupt(), { once: true });
    await connection.run(`CREATE VIEW logs AS ${viewQuery(snapshot.directory, snapshot.state)}`);
    const columns = (await connection.runAndReadAll("SELECT column_name FROM (DESCRIBE logs)"))
      .getRows()
      .map(([name]) => String(name));
    const masked = mask ? maskedColumns(randomUUID(), snapshot.state.declared) : {};
    const values = columns.map((name) => columnValue(name, format, masked[name]));
    const conditions = [
      "true",
      ...(from === undefined ? [] : [`epoch_ms >= ${from}`]),
      ...(until === undefined ? [] : [`epoch_ms < ${until}`]),
    ];
    const copied = await connection.runAndReadAll(
      `COPY (SELECT ${values.join(", ")} FROM logs WHERE ${conditions.join(" AND ")} ORDER BY epoch_ms, event_id) TO ${literal(part)} (${EXPORT_FORMATS[format]})`,
    );
    connection.closeSync();
    renameSync(part, to);
    return Number(copied.getRows()[0]?.[0] ?? 0);
  } catch (cause) {
    rmSync(part, { force: true });
    signal?.throwIfAborted();
    const [reason] = (cause as Error).message.split("\n");
    throw new LakeError(`${to} cannot be written: ${reason}`, { cause });
  } finally {
    engine.close();
    end();
  }
}

/** Spreadsheets run what begins so: it is kept as text by an apostrophe. https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = "^[=+\\-@\\t\\r]";

function columnValue(name: string, format: ExportFormat, masked: string | undefined): string {
  const value = masked ?? identifier(name);
  const isText = !NOT_TEXT.has(name);
  if (format !== "csv" || !isText) return `${value} AS ${identifier(name)}`;
  const text = `CAST(${value} AS VARCHAR)`;
  return `CASE WHEN regexp_matches(${text}, '${FORMULA}') AND try_cast(${text} AS DOUBLE) IS NULL THEN '''' || ${text} ELSE ${text} END AS ${identifier(name)}`;
}

const NOT_TEXT: ReadonlySet<string> = new Set([
  "event_time",
  "epoch_ms",
  "hour",
  "is_error",
  "status",
  "duration_ms",
]);
