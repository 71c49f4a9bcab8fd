import { randomUUID } from "node:crypto";
import type { ResultValue } from "@cumulog/lake";
import type { Cloud } from "#kernel/cloud.ts";
import { run } from "../services/athena/run.ts";
import { type Execution, openAthena } from "../services/athena/state.ts";
import { openCatalog } from "../services/glue/state.ts";
import { RequestRefusedError } from "./request-refused-error.ts";

const TABLE = "logs";
const NUMBERS: ReadonlySet<string> = new Set(["bigint", "integer", "double", "float", "decimal"]);

/** Databases of deployed stacks that have a table or view `logs`. */
export function lakeDatabases(cloud: Cloud): string[] {
  const catalog = cloud.state(openCatalog);
  return catalog
    .databaseNames()
    .filter((name) => catalog.tables(name).some(({ input }) => input.Name === TABLE))
    .sort();
}

/**
 * Runs a query as Athena does.
 *
 * @throws RequestRefusedError with Athena's reason
 */
export async function askStackLake(
  cloud: Cloud,
  database: string,
  sql: string,
): Promise<{ readonly columns: readonly string[]; readonly rows: ResultValue[][] }> {
  const execution: Execution = {
    id: randomUUID(),
    sql,
    database,
    workGroup: "primary",
    submitted: cloud.clock.now(),
    state: "RUNNING",
    scannedBytes: 0,
    columns: [],
    rows: [],
  };
  await run(cloud, cloud.state(openAthena), execution, []);
  const { state, reason = "the query did not run", columns, rows } = execution;
  if (state !== "SUCCEEDED") throw new RequestRefusedError(400, reason);
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) => row.map((text, place) => typedValue(text, columns[place]!.type))),
  };
}

function typedValue(text: string | undefined, type: string): ResultValue {
  if (text === undefined) return null;
  if (NUMBERS.has(type)) return Number(text);
  return type === "boolean" ? text === "true" : text;
}
