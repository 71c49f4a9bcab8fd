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
  rmSync(next, { force: true });
  const engine = await Engine.open();
  try {
    const connection = await engine.connect();
    await connection.run(`ATTACH ${literal(next)} AS views`);
    await connection.run(`CREATE VIEW views.logs AS ${viewQuery(resolve(logsFolder(directory)), state)}`);
    await connection.run("DETACH views");
    connection.closeSync();
  } finally {
    engine.close();
  }
  renameSync(next, join(directory, VIEW_FILE));
}
