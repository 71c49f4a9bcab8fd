import type { LakeExplorerAnswer, LakeExplorerQueries } from "../../control/lake-explorer.ts";
import { send } from "./api.ts";

export type LakeAnswer = LakeExplorerAnswer;
export type LakeQuery = LakeExplorerQueries["queries"][number];

/** The folder of the lake, and what it may be asked. */
export const lakeQueries = (): Promise<LakeExplorerQueries> => send("GET", "lake");

/** Asks the lake. @param width of the chart, in pixels */
export const askLake = (
  query: string,
  parameters: Readonly<Record<string, string>>,
  width: number,
): Promise<LakeAnswer> => send("POST", "lake", { query, parameters, width });

/** Values of a query's parameters that somebody gave; those that are left empty have their defaults. */
export function givenParameters(
  { parameters }: LakeQuery,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    parameters.flatMap(({ name }) => {
      const value = values[name]?.trim() ?? "";
      return value === "" ? [] : [[name, value]];
    }),
  );
}
