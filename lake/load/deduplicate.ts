import { join } from "node:path";
import { literal } from "../engine/engine.ts";
import type { Snapshot } from "../store/snapshots.ts";
import { type LoadCount, REJECTIONS } from "./result.ts";
import { PARQUET, type StagedFile, type Staging } from "./staging.ts";

/**
 * Leaves out staged events whose own ids come twice, or are in the lake already. An event is the same when its id and its time
 * are; ids of files and lines are compared when a file is read.
 */
export async function leaveOutKnown(staging: Staging, snapshot: Snapshot, count: LoadCount): Promise<void> {
  const byDay = Map.groupBy(
    staging.files.filter(({ hasOwnIds }) => hasOwnIds),
    ({ day }) => day,
  );
  for (const [day, files] of byDay) {
    const existing = snapshot.state.files
      .filter((file) => file.day === day)
      .map(({ path }) => join(snapshot.directory, path));
    await leaveOutOfDay(staging, files, existing, count);
  }
}

async function leaveOutOfDay(
  staging: Staging,
  files: readonly StagedFile[],
  existing: readonly string[],
  count: LoadCount,
): Promise<void> {
  const staged = table(files.map(({ from }) => from));
  const known =
    existing.length === 0
      ? ""
      : `UNION ALL SELECT DISTINCT hash(event_id, epoch_ms) AS h FROM ${table(existing)}`;
  // Hashes are small; what they find is compared as it is.
  const [[suspects] = []] = await staging.run(
    `CREATE OR REPLACE TEMP TABLE suspects AS SELECT h FROM (SELECT hash(event_id, epoch_ms) AS h FROM ${staged} ${known}) GROUP BY h HAVING count(*) > 1;
     SELECT count(*) FROM suspects`,
  );
  if (Number(suspects) === 0) return;
  const isKnown =
    existing.length === 0
      ? "false"
      : `EXISTS (SELECT 1 FROM ${table(existing)} AS e WHERE e.event_id = o.event_id AND e.epoch_ms = o.epoch_ms)`;
  const path = staging.path("part");
  const [[repeated, alreadyThere] = []] = await staging.run(
    `CREATE OR REPLACE TEMP TABLE ones AS
       SELECT event_id, epoch_ms, filename, file_row_number, row_number() OVER (PARTITION BY event_id, epoch_ms ORDER BY filename, file_row_number) AS nth, false AS known
       FROM read_parquet([${files.map(({ from }) => literal(from)).join(", ")}], filename = true, file_row_number = true)
       WHERE hash(event_id, epoch_ms) IN (SELECT h FROM suspects);
     UPDATE ones AS o SET known = true WHERE ${isKnown};
     SELECT count(*) FILTER (nth > 1 AND NOT known), count(*) FILTER (known) FROM ones`,
  );
  count.reject(REJECTIONS.repeated, Number(repeated));
  count.reject(REJECTIONS.known, Number(alreadyThere));
  await staging.run(
    `COPY (SELECT * EXCLUDE (filename, file_row_number) FROM read_parquet([${files.map(({ from }) => literal(from)).join(", ")}], filename = true, file_row_number = true) AS s
       WHERE NOT EXISTS (SELECT 1 FROM ones AS o WHERE o.filename = s.filename AND o.file_row_number = s.file_row_number AND (o.known OR o.nth > 1)))
     TO ${literal(path)} (${PARQUET})`,
  );
  const rows = files.reduce((sum, file) => sum + file.rows, 0) - Number(repeated) - Number(alreadyThere);
  const [first] = files;
  staging.replace(new Set(files), rows === 0 ? [] : [{ ...first!, from: path, rows }]);
}

const table = (paths: readonly string[]): string =>
  `read_parquet([${paths.map(literal).join(", ")}], hive_partitioning = false)`;
