/** Whether a value has members that can be asked for: an object, also a list, not null. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Reads one member of an object that may be hostile. */
export function readMember(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch (cause) {
    return `[Throws: ${thrownText(cause)}]`;
  }
}

/** Whether a value is an error, also one of another realm (a `vm` context, a test runner). */
export function isError(value: unknown): value is Error {
  if (!isObject(value)) return false;
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
  } catch {
    return false;
  }
}

/**
 * An error as plain members: `name`, `message`, `stack`, `cause`, the `errors` of an AggregateError, and what else
 * was put on it (`code`, `statusCode`, `$metadata` …). A thrown value that is no error becomes the message.
 */
export function errorMembers(error: unknown): Record<string, unknown> {
  if (!isObject(error)) return { name: "Error", message: textOf(error) };
  const members = isError(error) ? coreMembers(error) : nameAndMessage(error);
  copyOwn(error, members);
  return members;
}

/** An error with a `toJSON` of its own: what that gives, and name, message, stack and cause where it leaves them out. */
export function errorWithJson(error: Error, toJson: () => unknown): Record<string, unknown> {
  let json: unknown;
  try {
    json = toJson.call(error);
  } catch {
    return errorMembers(error);
  }
  if (json === error) return errorMembers(error);
  const core = coreMembers(error);
  if (!isObject(json) || Array.isArray(json)) return { ...core, json };
  return { ...core, ...json };
}

function coreMembers(error: Error): Record<string, unknown> {
  const members = nameAndMessage(error);
  const stack = readMember(error, "stack");
  if (stack !== undefined) members["stack"] = textOf(stack);
  const cause = readMember(error, "cause");
  if (cause !== undefined) members["cause"] = typeof cause === "object" ? cause : textOf(cause);
  const inner = readMember(error, "errors");
  if (Array.isArray(inner)) members["errors"] = inner;
  return members;
}

function nameAndMessage(thrown: object): Record<string, unknown> {
  return {
    name: textOf(readMember(thrown, "name") ?? "Error"),
    message: textOf(readMember(thrown, "message") ?? ""),
  };
}

function copyOwn(from: object, members: Record<string, unknown>): void {
  let keys: readonly string[] = [];
  try {
    keys = Object.keys(from);
  } catch {
    // A revoked proxy has no keys to read.
  }
  for (const key of keys) if (!Object.hasOwn(members, key)) members[key] = readMember(from, key);
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "[unreadable]";
  }
}

/** Text of something thrown by a getter or `toJSON`; never throws itself. */
export function thrownText(thrown: unknown): string {
  return isError(thrown) ? textOf(readMember(thrown, "message")) : textOf(thrown);
}
