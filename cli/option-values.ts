import { InvalidArgumentError } from "commander";

/** A TCP port, or 0 for a free one. */
export function port(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError("expected a port from 0 to 65535");
}

/** Id of an AWS account. */
export function account(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError("expected an account id of twelve digits");
}

/** Name of an AWS region. */
export function region(text: string): string {
  if (/^[a-z]{2}(-[a-z]+){1,2}-\d{1,2}$/.test(text)) return text;
  throw new InvalidArgumentError('expected the name of a region such as "eu-central-1"');
}

/** A number of 0 or more. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("expected a number from 0");
}

/** Reads whole numbers of a range. */
export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = maximum === Number.MAX_SAFE_INTEGER ? `${minimum}` : `${minimum} to ${maximum}`;
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`expected a whole number from ${range}`);
  };
}

/** A moment, in milliseconds since the epoch. */
export function time(text: string): number {
  const value = Date.parse(text);
  if (!Number.isNaN(value)) return value;
  throw new InvalidArgumentError('expected a time such as "2026-01-01T00:00:00Z"');
}

/** Of an option that may be given again: all of its values. */
export const collect = (text: string, all: readonly string[]): string[] => [...all, text];

/** `name=value` of a repeated option as an object. */
export function pairsOf(option: string, form: string, list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new Error(`${option} ${text}: expected ${form}.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
