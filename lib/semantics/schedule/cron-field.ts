import { ScheduleSyntaxError } from "./schedule-syntax-error.ts";

/** What a field of a cron expression may hold. */
export interface FieldRange {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Names for values. */
  readonly names?: readonly string[];
  /** The value of the first name. */
  readonly firstName?: number;
  /** After so many values the field begins again. @default every value from the minimum to the maximum */
  readonly cycle?: number;
}

/** The values of a plain field; undefined when every value will do. @throws ScheduleSyntaxError */
export function parseField(text: string, range: FieldRange): ReadonlySet<number> | undefined {
  if (text === "*" || text === "?") return undefined;
  const values = new Set<number>();
  for (const part of text.split(",")) addPart(part, range, values);
  return values;
}

/** A number or a name. @throws ScheduleSyntaxError */
export function parseValue(text: string, range: FieldRange): number {
  const named = range.names?.indexOf(text.toUpperCase()) ?? -1;
  const value =
    named >= 0 ? named + (range.firstName ?? 0) : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.minimum && value <= range.maximum) return value;
  throw new ScheduleSyntaxError(
    `${range.name} "${text}": expected ${range.minimum} to ${range.maximum}${range.names ? ` or a name such as ${range.names[0]}` : ""}`,
  );
}

function addPart(part: string, range: FieldRange, values: Set<number>): void {
  const [base = "", step, ...rest] = part.split("/");
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step)))
    throw new ScheduleSyntaxError(`${range.name} "${part}": expected a step such as */5`);
  const every = step === undefined ? 1 : Number(step);
  const [first, last] = bounds(base, range, step !== undefined);
  // A range that wraps, such as FRI-MON, goes on from the field's start.
  const size = range.cycle ?? range.maximum - range.minimum + 1;
  const length = last >= first ? last - first : last - first + size;
  for (let offset = 0; offset <= length; offset += every)
    values.add(range.minimum + ((first - range.minimum + offset) % size));
}

function bounds(base: string, range: FieldRange, hasStep: boolean): [first: number, last: number] {
  if (base === "*") return [range.minimum, range.maximum];
  const [from = "", to, ...rest] = base.split("-");
  if (rest.length > 0) throw new ScheduleSyntaxError(`${range.name} "${base}": expected a range such as 1-5`);
  const first = parseValue(from, range);
  if (to !== undefined) return [first, parseValue(to, range)];
  return [first, hasStep ? range.maximum : first];
}
