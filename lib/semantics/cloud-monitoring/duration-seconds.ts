import { InvalidArgumentError } from "../cloud-logging/invalid-argument-error.ts";
import { parseProtoDuration } from "../cloud-logging/timestamp.ts";

/**
 * The seconds of a duration such as `"300s"`.
 *
 * @param field where it stands, for the message
 * @throws InvalidArgumentError when it is no duration or negative
 */
export function durationSeconds(text: string | undefined, field: string, whenAbsent = 0): number {
  if (text === undefined || text === "") return whenAbsent;
  const duration = parseProtoDuration(text);
  if (duration && duration.seconds >= 0) return duration.seconds + duration.nanos / 1e9;
  throw new InvalidArgumentError(`${field}: "${text}" is no duration, expected for example "300s"`, field);
}

/** @throws InvalidArgumentError unless the seconds are whole minutes in the range */
export function expectMinutes(seconds: number, field: string, least: number, most: number): void {
  if (seconds % 60 === 0 && seconds >= least && seconds <= most) return;
  const range = most === Number.POSITIVE_INFINITY ? `at least ${least} s` : `${least} s to ${most} s`;
  throw new InvalidArgumentError(
    `${field}: found ${seconds} s, expected a multiple of one minute, ${range}`,
    field,
  );
}
