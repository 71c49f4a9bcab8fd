import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Contract, dayOf, type LogRow } from "cumulog/analysis";
import { type DuckDBConnection, type Engine, identifier, literal } from "../engine/engine.ts";
import { LakeError } from "../lake-error.ts";
import { storedColumns } from "../store/stored-columns.ts";
import { alikeMessages } from "./alike-messages.ts";

/** A Parquet file that does not belong to the lake yet. */
export interface StagedFile {
  readonly from: string;
  readonly day: string;
  readonly rows: number;
  /** Whether some of its ids are the events' own, and could be in the lake already. */
  readonly hasOwnIds: boolean;
}

/** A line that the query of a shape left to the long way. */
export interface LeftLine {
  readonly number: number;
  readonly line: string;
}

export const PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1";

const FOLDER = ".staging";

/** Where a load writes its files until they join the lake together. */
export class Staging {
  readonly directory: string;
  readonly files: StagedFile[] = [];
  readonly #engine: Engine;
  readonly #contract: Contract;
  readonly #connections: DuckDBConnection[] = [];
  #count = 0;

  /** Whether the messages are prepared for their templates to be found. */
  readonly withTemplates: boolean;

  /** Removes what a killed load left. Needs the write lock. */
  constructor(lake: string, engine: Engine, contract: Contract, withTemplates: boolean) {
    this.withTemplates = withTemplates;
    this.directory = join(lake, FOLDER);
    rmSync(this.directory, { recursive: true, force: true });
    mkdirSync(this.directory, { recursive: true });
    this.#engine = engine;
    this.#contract = contract;
  }

  /** A path for a file that no other one has. */
  path(ending: string): string {
    this.#count += 1;
    return join(this.directory, `${this.#count}.${ending}`);
  }

  /**
   * Writes lines by the query of their shape.
   *
   * @returns the lines that do not have it
   * @throws when a line is not JSON or not UTF-8; nothing is kept of them then
   */
  async writeLines(
    query: string,
    lines: Buffer,
    idStart: string,
    firstLine: number,
    logStream: string,
    hasOwnIds: boolean,
  ): Promise<LeftLine[]> {
    const path = this.path("part");
    return this.#with(async (connection) => {
      const copy = await connection.prepare(`COPY (${query}) TO ${literal(path)} (${PARQUET}, RETURN_STATS)`);
      copy.bindBlob(1, lines);
      copy.bindVarchar(2, idStart);
      copy.bindBigInt(3, BigInt(firstLine - 1));
      copy.bindVarchar(4, logStream);
      let written: Readonly<Record<string, unknown>> | undefined;
      try {
        [written] = (await copy.runAndReadAll()).getRowObjectsJson();
      } finally {
        // It holds the lines, and the collector does not know how large they are.
        copy.destroySync();
      }
      const { rows, first, last, left } = statisticsOf(written ?? {});
      if (rows === 0) return [];
      if (left === 0 && first === last) {
        this.files.push({ from: path, day: first, rows, hasOwnIds });
        return [];
      }
      const found =
        left === 0
          ? []
          : (
              await connection.runAndReadAll(
                `SELECT status::DOUBLE, message FROM read_parquet(${literal(path)}) WHERE event_id IS NULL`,
              )
            ).getRows();
      if (left < rows) await this.#divide(connection, path, hasOwnIds);
      rmSync(path);
      return found.map(([number, line]) => ({ number: Number(number), line: String(line) }));
    });
  }

  /** Divides a file by the days of its rows. */
  async #divide(connection: DuckDBConnection, path: string, hasOwnIds: boolean): Promise<void> {
    const folder = this.path("days");
    const rows = `SELECT *, strftime(event_time, '%Y-%m-%d') AS day FROM read_parquet(${literal(path)}) WHERE event_id IS NOT NULL`;
    const written = await connection.runAndReadAll(
      `COPY (${rows}) TO ${literal(folder)} (${PARQUET}, PARTITION_BY (day), FILE_EXTENSION 'part', RETURN_STATS)`,
    );
    for (const file of written.getRowObjectsJson()) {
      const from = String(file["filename"]);
      const day = /day=(\d{4,}-\d{2}-\d{2})/.exec(from)?.[1];
      if (day === undefined) throw new LakeError(`The engine wrote ${from}: expected a folder of a day.`);
      this.files.push({ from, day, rows: Number(file["count"]), hasOwnIds });
    }
  }

  /** Writes rows that were made one by one. */
  async writeRows(rows: readonly LogRow[], hasOwnIds: boolean): Promise<void> {
    if (rows.length === 0) return;
    const text = this.path("rows.json");
    writeFileSync(text, rows.map(jsonOf).join("\n"));
    const days = Map.groupBy(rows, (row) => dayOf(row["epoch_ms"] as number));
    const columns = storedColumns(this.#contract);
    const types = columns.map(
      ({ name, type }) => `${literal(name)}: ${literal(type === "TIMESTAMP" ? "BIGINT" : type)}`,
    );
    const values = columns.map(({ name, type }) => {
      if (name === "message_template" && this.withTemplates)
        return `${alikeMessages("message")} AS message_template`;
      return type === "TIMESTAMP"
        ? `make_timestamp(${identifier(name)} * 1000) AS ${identifier(name)}`
        : identifier(name);
    });
    await this.#with(async (connection) => {
      for (const [day, { length }] of days) {
        const path = this.path("part");
        await connection.run(
          `COPY (SELECT ${values.join(", ")} FROM read_json(${literal(text)}, columns = {${types.join(", ")}, 'day': 'VARCHAR'}, format = 'newline_delimited', maximum_object_size = 67108864) WHERE day = ${literal(day)}) TO ${literal(path)} (${PARQUET})`,
        );
        this.files.push({ from: path, day, rows: length, hasOwnIds });
      }
    });
    rmSync(text);
  }

  /** Replaces files by others. */
  replace(old: ReadonlySet<StagedFile>, by: readonly StagedFile[]): void {
    const kept = this.files.filter((file) => !old.has(file));
    this.files.splice(0, this.files.length, ...kept, ...by);
  }

  /** Files with the names that they will have in the lake. */
  named(load: string): { from: string; path: string; day: string; rows: number; bytes: number }[] {
    return this.files.map(({ from, day, rows }, index) => {
      const to = join(this.directory, `${load}-${index}.parquet.part`);
      renameSync(from, to);
      return {
        from: to,
        path: `day=${day}/${load}-${index}.parquet`,
        day,
        rows,
        bytes: statSync(to).size,
      };
    });
  }

  async #with<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = this.#connections.pop() ?? (await this.#engine.connect());
    try {
      return await work(connection);
    } finally {
      this.#connections.push(connection);
    }
  }

  /** Runs a query that reads staged files. */
  run(query: string): Promise<readonly (readonly unknown[])[]> {
    return this.#with(async (connection) => (await connection.runAndReadAll(query)).getRows());
  }

  remove(): void {
    for (const connection of this.#connections) connection.closeSync();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** JSON may have halves of surrogate pairs, UTF-8 and with it Parquet not: U+FFFD stands for one. */
const jsonOf = (row: LogRow): string =>
  JSON.stringify(row, (_, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value));

interface Written {
  readonly rows: number;
  /** Days of the first and of the last event. */
  readonly first: string;
  readonly last: string;
  /** Rows without an id. */
  readonly left: number;
}

function statisticsOf(written: Readonly<Record<string, unknown>>): Written {
  const rows = Number(written["count"] ?? 0);
  const columns = written["column_statistics"] as readonly {
    key: string;
    value: { key: string; value: string }[];
  }[];
  const of = (name: string, what: string) =>
    columns?.find(({ key }) => key === `"${name}"`)?.value.find(({ key }) => key === what)?.value;
  return {
    rows,
    first: String(of("event_time", "min") ?? "").slice(0, 10),
    last: String(of("event_time", "max") ?? "").slice(0, 10),
    left: Number(of("event_id", "null_count") ?? rows),
  };
}
