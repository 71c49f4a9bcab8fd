/** An error that CloudWatch Logs answers with: `name` is the exception's name on the wire. */
export class CloudWatchLogsError extends Error {
  override name = "CloudWatchLogsError";
  readonly httpStatus: number = 400;
}

/** A parameter is missing, malformed or out of its range. */
export class InvalidParameterException extends CloudWatchLogsError {
  override name = "InvalidParameterException";
}

/** A quota of the account or of a log group is used up. */
export class LimitExceededException extends CloudWatchLogsError {
  override name = "LimitExceededException";
  constructor(message = "Resource limit exceeded.") {
    super(message);
  }
}

/** The named log group, stream or filter is absent. */
export class ResourceNotFoundException extends CloudWatchLogsError {
  override name = "ResourceNotFoundException";
  constructor(resource: "log group" | "log stream" | "metric filter" | "subscription filter" | "resource") {
    super(`The specified ${resource} does not exist.`);
  }
}

/** The named log group or stream is there already. */
export class ResourceAlreadyExistsException extends CloudWatchLogsError {
  override name = "ResourceAlreadyExistsException";
  constructor(resource: "log group" | "log stream") {
    super(`The specified ${resource} already exists`);
  }
}
