import { ServiceError } from "./service-error.ts";

/** What a member of an operation's input must be, in the terms of AWS's service models. */
export type Shape =
  | {
      readonly type: "string";
      readonly minimum?: number;
      readonly maximum?: number;
      readonly pattern?: string;
      readonly values?: readonly string[];
      /** Whether the service leaves a value of the wrong pattern out of its message. @default false */
      readonly withheld?: boolean;
      readonly required?: boolean;
    }
  | {
      readonly type: "integer" | "number";
      readonly minimum?: number;
      readonly maximum?: number;
      readonly required?: boolean;
    }
  | { readonly type: "boolean"; readonly required?: boolean }
  | {
      readonly type: "list";
      readonly minimum?: number;
      readonly maximum?: number;
      readonly of: Shape;
      readonly required?: boolean;
    }
  | {
      readonly type: "map";
      readonly minimum?: number;
      readonly maximum?: number;
      readonly key: Shape;
      readonly of: Shape;
      readonly required?: boolean;
    }
  | { readonly type: "structure"; readonly members: Members; readonly required?: boolean };

export type Members = Readonly<Record<string, Shape>>;

/** How the JSON protocols write numbers that JSON does not have. */
const NOT_FINITE: ReadonlySet<string> = new Set(["NaN", "Infinity", "-Infinity"]);

const patterns = new Map<string, RegExp>();

/**
 * Checks an input as AWS's front ends do, before anything else is looked at.
 *
 * @param spell how the service writes a member's name in its messages. @default as it is
 * @throws ServiceError `SerializationException` for a value of the wrong type, or `code` with every constraint that
 *   is not met, in AWS's wording
 */
export function checkInput(
  input: object,
  members: Members,
  code = "ValidationException",
  spell: (name: string) => string = (name) => name,
): void {
  const problems = new Problems(spell);
  checkMembers(input as Record<string, unknown>, members, "", problems);
  const { found } = problems;
  if (found.length === 0) return;
  const count = `${found.length} validation error${found.length === 1 ? "" : "s"} detected: `;
  throw new ServiceError(code, count + found.join("; "));
}

/** The constraints that an input does not meet. */
class Problems {
  readonly found: string[] = [];
  readonly #spell: (name: string) => string;

  constructor(spell: (name: string) => string) {
    this.#spell = spell;
  }

  add(value: unknown, path: string, constraint: string): void {
    this.#add(value === null ? " null" : ` '${textOf(value)}'`, path, constraint);
  }

  addWithheld(path: string, constraint: string): void {
    this.#add("", path, constraint);
  }

  #add(shown: string, path: string, constraint: string): void {
    const at = path.split(".").map(this.#spell).join(".");
    this.found.push(`Value${shown} at '${at}' failed to satisfy constraint: ${constraint}`);
  }
}

/** Lists of scalars are shown as Java does. */
function textOf(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return `[${value.join(", ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function checkMembers(
  value: Record<string, unknown>,
  members: Members,
  path: string,
  problems: Problems,
): void {
  for (const [name, shape] of Object.entries(members)) {
    const at = path === "" ? name : `${path}.${name}`;
    const member = value[name];
    if (member === undefined || member === null) {
      if (shape.required) problems.add(null, at, "Member must not be null");
    } else check(member, shape, at, problems);
  }
}

function check(value: unknown, shape: Shape, path: string, problems: Problems): void {
  switch (shape.type) {
    case "string":
      if (typeof value !== "string") throw wrongType(value, path, "a String");
      checkString(value, shape, path, problems);
      return;
    case "integer":
    case "number":
      if (shape.type === "number" && NOT_FINITE.has(value as string)) return;
      if (typeof value !== "number" || (shape.type === "integer" && !Number.isInteger(value)))
        throw wrongType(value, path, shape.type === "integer" ? "an Integer" : "a Double");
      if (value < (shape.minimum ?? Number.NEGATIVE_INFINITY))
        problems.add(value, path, `Member must have value greater than or equal to ${shape.minimum}`);
      if (value > (shape.maximum ?? Number.POSITIVE_INFINITY))
        problems.add(value, path, `Member must have value less than or equal to ${shape.maximum}`);
      return;
    case "boolean":
      if (typeof value !== "boolean") throw wrongType(value, path, "a Boolean");
      return;
    case "list":
      if (!Array.isArray(value)) throw wrongType(value, path, "a List");
      checkLength(value.length, value, shape, path, problems);
      value.forEach((item, index) => {
        const at = `${path}.${index + 1}.member`;
        if (item === null) problems.add(null, at, "Member must not be null");
        else check(item, shape.of, at, problems);
      });
      return;
    case "map":
      if (!isObject(value)) throw wrongType(value, path, "a Map");
      checkLength(Object.keys(value).length, value, shape, path, problems);
      for (const [key, item] of Object.entries(value)) {
        check(key, shape.key, path, problems);
        check(item, shape.of, `${path}.${key}.member`, problems);
      }
      return;
    case "structure":
      if (!isObject(value)) throw wrongType(value, path, "a Structure");
      checkMembers(value, shape.members, path, problems);
  }
}

function checkString(
  value: string,
  shape: Extract<Shape, { type: "string" }>,
  path: string,
  problems: Problems,
): void {
  checkLength(value.length, value, shape, path, problems);
  if (shape.pattern !== undefined) {
    let pattern = patterns.get(shape.pattern);
    if (!pattern) {
      pattern = new RegExp(`^(?:${shape.pattern})$`, "su");
      patterns.set(shape.pattern, pattern);
    }
    const constraint = `Member must satisfy regular expression pattern: ${shape.pattern}`;
    if (!pattern.test(value) && shape.withheld) problems.addWithheld(path, constraint);
    else if (!pattern.test(value)) problems.add(value, path, constraint);
  }
  if (shape.values && !shape.values.includes(value))
    problems.add(value, path, `Member must satisfy enum value set: [${shape.values.join(", ")}]`);
}

function checkLength(
  length: number,
  value: unknown,
  {
    minimum = 0,
    maximum = Number.POSITIVE_INFINITY,
  }: { readonly minimum?: number; readonly maximum?: number },
  path: string,
  problems: Problems,
): void {
  if (length < minimum)
    problems.add(value, path, `Member must have length greater than or equal to ${minimum}`);
  if (length > maximum) problems.add(value, path, `Member must have length less than or equal to ${maximum}`);
}

function wrongType(value: unknown, path: string, expected: string): ServiceError {
  const found = Array.isArray(value) ? "a List" : value === null ? "null" : `a ${typeof value}`;
  return new ServiceError("SerializationException", `'${path}' must be ${expected}, found ${found}.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
