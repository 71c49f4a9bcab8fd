import { readFileSync } from "node:fs";
import { contractWith, type DeclaredColumns, reasonOf } from "cumulog/analysis";
import { configurationPath } from "./options.ts";

/** `lake.columns` of the configuration. @returns undefined when there is no configuration, or none of a lake in it */
export async function lakeColumns(given: string | undefined): Promise<DeclaredColumns | undefined> {
  const path = configurationPath(given);
  if (path === undefined) return undefined;
  const { parse } = await import("yaml");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(`The configuration ${path} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
  const document = parse(text, { logLevel: "silent" }) as { lake?: { columns?: DeclaredColumns } } | null;
  const columns = document?.lake?.columns;
  return columns === undefined ? undefined : contractWith(columns).declared;
}
