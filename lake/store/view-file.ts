import { renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Engine, literal } from "../engine/engine.ts";
import { logsFolder } from "./snapshots.ts";
import type { LakeState } from "./state.ts";
import { viewQuery } from "./view.ts";

/** The file that tools of business intelligence open, read-only: the view `logs` over the Parquet files. */
export const VIEW_FILE = "logs.duckdb";

/** Writes the file of views anew and puts it in the place of the old one in one step. */
export async function writeViews(directory: string, state: LakeState): Promise<void> {
  const next = join(directory, ".logs-next.duckdb");
  remove(next);
  try {
    await writeView(next, viewQuery(resolve(logsFolder(directory)), state));
  } catch (error) {
    remove(next);
    throw error;
  }
  renameSync(next, join(directory, VIEW_FILE));
}

/** With the log that the engine writes beside it. */
function remove(file: string): void {
  for (const path of [file, `${file}.wal`]) rmSync(path, { force: true });
}

async function writeView(file: string, query: string): Promise<void> {
  const engine = await Engine.open();
  try {
    const connection = await engine.connect();
    await connection.run(`ATTACH ${literal(file)} AS views`);
    await connection.run(`CREATE VIEW views.logs AS ${query}`);
    await connection.run("DETACH views");
    connection.closeSync();
  } finally {
    engine.close();
  }
}
