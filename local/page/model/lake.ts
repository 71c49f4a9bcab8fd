import type { LakeExplorerAnswer, LakeExplorerQueries } from "../../control/lake-explorer.ts";
import { send } from "./api.ts";

export type { LakeExplorerQueries };
export type LakeAnswer = LakeExplorerAnswer;
export type LakeQuery = LakeExplorerQueries["queries"][number];

/** The folder of the lake, and what it may be asked. */
export const lakeQueries = (): Promise<LakeExplorerQueries> => send("GET", "lake");

/** What is asked beside the query and its parameters, as the address has it; what is empty is not said. */
export const LAKE_MEMBERS = ["database", "from", "to", "timezone"] as const;
export type LakeMembers = { readonly [name in (typeof LAKE_MEMBERS)[number]]?: string };

export function lakeMembers(values: Readonly<Record<string, string>>): LakeMembers {
  const given = LAKE_MEMBERS.flatMap((name) => {
    const value = values[name]?.trim() ?? "";
    return value === "" ? [] : [[name, value]];
  });
  return Object.fromEntries(given) as LakeMembers;
}

/** Asks the lake. @param width of the chart, in pixels */
export const askLake = (
  query: string,
  parameters: Readonly<Record<string, string>>,
  members: LakeMembers,
  width: number,
): Promise<LakeAnswer> => send("POST", "lake", { query, parameters, ...members, width });

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
