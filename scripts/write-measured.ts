/** `npm run measured`: README's table of measurements, out of what the benches kept in `bench/results`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measuredTable, withMeasuredTable } from "./measured-table.ts";

const root = join(import.meta.dirname, "..");
const readme = join(root, "README.md");
writeFileSync(
  readme,
  withMeasuredTable(readFileSync(readme, "utf8"), measuredTable(join(root, "bench/results"))),
);
