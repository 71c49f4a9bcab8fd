import { textOf, type Value } from "../values.ts";

/** What a function may know beside its arguments. */
export interface QueryTimes {
  /** When the query was started, milliseconds since the epoch. */
  readonly now: number;
  /** The first moment that is queried, milliseconds since the epoch. */
  readonly start: number;
  /** The last second that is queried, milliseconds since the epoch. */
  readonly end: number;
}

/** A function of the query language, called once for each row. */
export interface QueryFunction {
  readonly minimum: number;
  readonly maximum: number;
  /** Whether arguments may be maps and lists, also those of the event's own document. */
  readonly structures?: true;
  readonly call: (values: readonly Value[], times: QueryTimes) => Value;
}

/** Functions by their names in lower case, without underscores. */
export type Functions = Readonly<Record<string, QueryFunction>>;

export function define(minimum: number, maximum: number, call: QueryFunction["call"]): QueryFunction {
  return { minimum, maximum, call };
}

/** A function of texts, without a value when one of them is missing or is no text. */
export function ofTexts(
  minimum: number,
  maximum: number,
  compute: (texts: readonly string[]) => Value,
): QueryFunction {
  return define(minimum, maximum, (values) => {
    const texts: string[] = [];
    for (const value of values) {
      const text = textOf(value);
      if (text === undefined) return undefined;
      texts.push(text);
    }
    return compute(texts);
  });
}
