import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { temporaryFolder } from "cumulog/temporary-folder";
import { type DuckDBConnection, Engine, literal } from "./engine/engine.ts";
import { type ResultValue, resultValue } from "./engine/values.ts";
import { LakeError } from "./lake-error.ts";
import { lease } from "./store/leases.ts";
import { currentSnapshot, type Snapshot } from "./store/snapshots.ts";
import { viewQuery } from "./store/view.ts";
import { zonedView } from "./store/zoned-view.ts";

export interface LakeQuery {
  readonly directory: string;
  readonly sql: string;
  /** Zone in which `day` and `hour` are counted, such as `Europe/Berlin`. @default UTC */
  readonly timezone?: string;
  readonly signal?: AbortSignal;
  /** @default 400MB */
  readonly memory?: string;
}

/** Rows of a result, in parts. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly parts: AsyncIterable<readonly (readonly ResultValue[])[]>;
}

/** SQL that cannot be run. */
export class QueryError extends LakeError {
  override readonly name = "QueryError";
}

/**
 * Runs a SELECT on the view `logs`. The SQL reads the lake and nothing else: no other file, no network, nothing is written.
 *
 * @param use takes the result; the lake's files stay while it runs
 * @throws LakeNotFoundError, QueryError
 */
export async function queryLake<T>(query: LakeQuery, use: (result: QueryResult) => Promise<T>): Promise<T> {
  const { snapshot, end } = leased(query.directory);
  // What does not fit into memory goes to a folder of its own: the SQL may read that folder.
  const temporaryDirectory = temporaryFolder("query");
  const memory = query.memory === undefined ? {} : { memory: query.memory };
  const engine = await Engine.open({ ...memory, temporaryDirectory });
  try {
    const connection = await engine.connect();
    await prepare(connection, snapshot, query.timezone);
    const interrupt = () => connection.interrupt();
    query.signal?.addEventListener("abort", interrupt, { once: true });
    try {
      return await use(await run(engine, connection, query.sql));
    } catch (cause) {
      query.signal?.throwIfAborted();
      throw cause instanceof LakeError || !isOfEngine(cause as Error) ? cause : queryError(cause as Error);
    } finally {
      query.signal?.removeEventListener("abort", interrupt);
      connection.closeSync();
    }
  } finally {
    engine.close();
    rmSync(temporaryDirectory, { recursive: true, force: true });
    end();
  }
}

/** All rows of a result. */
export async function queryRows(
  query: LakeQuery,
): Promise<{ columns: readonly string[]; rows: readonly (readonly ResultValue[])[] }> {
  return queryLake(query, async ({ columns, parts }) => {
    const rows = [];
    for await (const part of parts) for (const row of part) rows.push(row);
    return { columns, rows };
  });
}

/** The current state, kept until the end. */
function leased(directory: string): { snapshot: Snapshot; end: () => void } {
  for (;;) {
    const snapshot = currentSnapshot(directory);
    const end = lease(directory, snapshot.number);
    // A change could have removed it before the lease was there.
    if (currentSnapshot(directory).number === snapshot.number) return { snapshot, end };
    end();
  }
}

async function prepare(
  connection: DuckDBConnection,
  { directory, state }: Snapshot,
  timezone: string | undefined,
): Promise<void> {
  const folder = resolve(directory);
  const view = viewQuery(folder, state);
  try {
    await connection.run(`CREATE VIEW logs AS ${timezone === undefined ? view : zonedView(view, timezone)}`);
    if (timezone !== undefined) await connection.run("SELECT day FROM logs LIMIT 1");
  } catch (cause) {
    if (timezone !== undefined && /time ?zone/i.test((cause as Error).message))
      throw new QueryError(
        `There is no time zone ${JSON.stringify(timezone)}: expected a name such as Europe/Berlin.`,
      );
    throw cause;
  }
  await connection.run(`SET allowed_directories = [${literal(`${folder}/`)}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

async function run(engine: Engine, connection: DuckDBConnection, sql: string): Promise<QueryResult> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1)
    throw new QueryError(`The SQL has ${statements.count} statements: expected one SELECT.`);
  const prepared = await statements.prepare(0);
  const { SELECT, EXPLAIN } = engine.sdk.StatementType;
  if (prepared.statementType !== SELECT && prepared.statementType !== EXPLAIN) {
    const kind = engine.sdk.StatementType[prepared.statementType] ?? "another statement";
    throw new QueryError(`The SQL is ${kind}: expected a SELECT; a lake is changed with cumulog lake.`);
  }
  if (prepared.parameterCount > 0) throw new QueryError("The SQL has parameters: expected values.");
  const result = await prepared.stream();
  return { columns: result.deduplicatedColumnNames(), parts: partsOf(result) };
}

type Streamed = Awaited<ReturnType<Awaited<ReturnType<DuckDBConnection["prepare"]>>["stream"]>>;

async function* partsOf(result: Streamed): AsyncGenerator<readonly (readonly ResultValue[])[]> {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk.getRows().map((row) => row.map(resultValue));
  }
}

const isOfEngine = ({ message }: Error): boolean => /(?:^|: )[A-Z][A-Za-z ]+ Error: /.test(message);

function queryError(cause: Error): QueryError {
  const [first = ""] = cause.message.split("\n");
  const hint = /Candidate bindings: .*/.exec(cause.message)?.[0];
  const text = first
    .replace(/^(?:Failed to extract statements: )?[A-Z][A-Za-z ]+ Error: /, "")
    .replace(/!$/, ".");
  return new QueryError(
    `The SQL cannot be run: ${hint !== undefined && !text.includes(hint) ? `${text} ${hint}` : text}`,
    { cause },
  );
}
