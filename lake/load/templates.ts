import { rmSync, writeFileSync } from "node:fs";
import { TemplateMiner } from "cumulog/analysis";
import { literal } from "../engine/engine.ts";
import type { LakeTemplates } from "../store/state.ts";
import { PARQUET, type StagedFile, type Staging } from "./staging.ts";

/** Finds the templates of all staged messages, and writes them into `message_template`. */
export async function writeTemplates(
  staging: Staging,
  before: LakeTemplates | undefined,
): Promise<LakeTemplates> {
  const miner =
    before === undefined ? new TemplateMiner() : TemplateMiner.restore(Buffer.from(before.miner, "base64"));
  const files = [...staging.files];
  const found: Map<string, string>[] = [];
  for (const { from } of files) found.push(await mine(staging, from, miner));
  const texts = new Map(miner.templates().map(({ id, text }) => [id, text]));
  const textOf = (id: string) => texts.get(miner.resolve(id));
  const replaced: StagedFile[] = [];
  for (const [index, file] of files.entries()) {
    const path = await rewrite(staging, file.from, found[index]!, textOf);
    replaced.push({ ...file, from: path });
  }
  staging.replace(new Set(files), replaced);
  return {
    miner: Buffer.from(miner.state()).toString("base64"),
    ...written(before, found, textOf),
  };
}

/** @returns ids of templates by what their messages have in common */
async function mine(staging: Staging, path: string, miner: TemplateMiner): Promise<Map<string, string>> {
  const rows = await staging.run(
    `SELECT message_template, any_value(message), count(*)::INTEGER, min(epoch_ms)::DOUBLE FROM read_parquet(${literal(path)})
     WHERE message_template IS NOT NULL GROUP BY message_template ORDER BY min(epoch_ms), message_template`,
  );
  return new Map(
    rows.map(([alike, message, count, time]) => [
      String(alike),
      miner.add(String(message), Number(time), Number(count)),
    ]),
  );
}

async function rewrite(
  staging: Staging,
  path: string,
  ids: ReadonlyMap<string, string>,
  textOf: (id: string) => string | undefined,
): Promise<string> {
  const [list, to] = [staging.path("templates.json"), staging.path("part")];
  // One that made room for others keeps what its messages have in common.
  const entries = [...ids].map(([alike, id]) => JSON.stringify({ alike, text: textOf(id) ?? alike }));
  writeFileSync(list, entries.join("\n"));
  const texts =
    entries.length === 0
      ? "(SELECT NULL::VARCHAR AS alike, NULL::VARCHAR AS text)"
      : `read_json(${literal(list)}, columns = {alike: 'VARCHAR', text: 'VARCHAR'}, format = 'newline_delimited', maximum_object_size = 16777216)`;
  await staging.run(
    `COPY (SELECT s.* REPLACE (t.text AS message_template) FROM read_parquet(${literal(path)}, hive_partitioning = false) AS s
     LEFT JOIN ${texts} AS t ON s.message_template = t.alike) TO ${literal(to)} (${PARQUET})`,
  );
  rmSync(list);
  rmSync(path);
  return to;
}

/** A template may become wider: rows that were written before are shown with the text of now. */
function written(
  before: LakeTemplates | undefined,
  found: readonly ReadonlyMap<string, string>[],
  textOf: (id: string) => string | undefined,
): Pick<LakeTemplates, "texts" | "renamed"> {
  const texts: Record<string, string> = { ...before?.texts };
  for (const ids of found)
    for (const id of ids.values()) {
      const text = textOf(id);
      if (text !== undefined) texts[text] = id;
    }
  const renamed = Object.entries(texts).flatMap(([text, id]) => {
    const now = textOf(id);
    return now === undefined || now === text ? [] : [[text, now] as const];
  });
  return { texts, renamed: Object.fromEntries(renamed) };
}
