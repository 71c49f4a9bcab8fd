import type { Value } from "../values.ts";

/** A function of the query language, called once for each row. */
export interface QueryFunction {
  readonly minimum: number;
  readonly maximum: number;
  readonly call: (values: readonly Value[], now: number) => Value;
}

/** Functions by their names in lower case. */
export type Functions = Readonly<Record<string, QueryFunction>>;

export function define(minimum: number, maximum: number, call: QueryFunction["call"]): QueryFunction {
  return { minimum, maximum, call };
}
