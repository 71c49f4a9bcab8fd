import {
  FILTER_NAME_MAX_LENGTH,
  LOG_GROUP_NAME_MAX_LENGTH,
  LOG_STREAM_NAME_MAX_LENGTH,
  RETENTION_DAYS,
} from "../limits.ts";
import { Constraints } from "./constraints.ts";
import { InvalidParameterException } from "./service-errors.ts";

const GROUP_NAME = /^[.\-_/#A-Za-z0-9]*$/;
const NO_COLON_OR_ASTERISK = /^[^:*]*$/;
const RESERVED_GROUP_PREFIX = "aws/";
const NAME_TOO_LONG = "Invalid LogGroup or LogStream, both must have length less than or equal to 512.";

/**
 * Rules of https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 *
 * @throws InvalidParameterException when the name is empty, too long, reserved or has other characters.
 */
export function validateLogGroupName(name: string, path = "logGroupName"): void {
  const constraints = new Constraints();
  if (constraints.present(path, name)) {
    validateNameLength(name, LOG_GROUP_NAME_MAX_LENGTH);
    constraints.length(path, name, 1, LOG_GROUP_NAME_MAX_LENGTH);
    constraints.pattern(path, name, GROUP_NAME, String.raw`[\.\-_/#A-Za-z0-9]+`);
  }
  constraints.enforce();
  if (name.startsWith(RESERVED_GROUP_PREFIX)) {
    throw new InvalidParameterException("Log groups starting with aws/ are reserved for AWS.");
  }
}

/**
 * Rules of https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
 *
 * @throws InvalidParameterException when the name is empty, too long, or has a colon or an asterisk.
 */
export function validateLogStreamName(name: string, path = "logStreamName"): void {
  const constraints = new Constraints();
  if (constraints.present(path, name)) {
    validateNameLength(name, LOG_STREAM_NAME_MAX_LENGTH);
    constraints.length(path, name, 1, LOG_STREAM_NAME_MAX_LENGTH);
    constraints.pattern(path, name, NO_COLON_OR_ASTERISK, "[^:*]*");
  }
  constraints.enforce();
}

/**
 * Every operation refuses names of groups and streams that are too long before it looks at anything else.
 *
 * @throws InvalidParameterException
 */
export function validateNameLengths(input: {
  readonly logGroupName?: unknown;
  readonly logStreamName?: unknown;
}): void {
  validateNameLength(input.logGroupName, LOG_GROUP_NAME_MAX_LENGTH);
  validateNameLength(input.logStreamName, LOG_STREAM_NAME_MAX_LENGTH);
}

function validateNameLength(name: unknown, longest: number): void {
  if (typeof name === "string" && name.length > longest) throw new InvalidParameterException(NAME_TOO_LONG);
}

/** Adds the rules of a metric or subscription filter's name. */
export function constrainFilterName(constraints: Constraints, name: string, path = "filterName"): void {
  if (!constraints.present(path, name)) return;
  constraints.length(path, name, 1, FILTER_NAME_MAX_LENGTH);
  constraints.pattern(path, name, NO_COLON_OR_ASTERISK, "[^:*]*");
}

/**
 * Rules of https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 *
 * @throws InvalidParameterException when the service has no such retention.
 */
export function validateRetentionInDays(days: number): void {
  const constraints = new Constraints();
  if (constraints.present("retentionInDays", days)) {
    constraints.oneOf("retentionInDays", String(days), RETENTION_DAYS.map(String));
  }
  constraints.enforce();
}
