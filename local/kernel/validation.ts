import {
  type Bounds,
  bindingOf,
  type ListShape,
  type MapShape,
  type NumberShape,
  type Reference,
  type ServiceModel,
  type Shape,
  type StringShape,
  type StructureShape,
  shapeOf,
} from "./model.ts";
import { ServiceError } from "./service-error.ts";

/** How a service words what its model refuses. */
export interface ValidationWording {
  /** Code of an input that breaks a constraint. @default "ValidationException" */
  readonly code?: string;
  /** Shapes whose values the service leaves out of its messages. @default those the model calls sensitive */
  readonly withheld?: readonly string[];
  /**
   * Shapes that the service checks by itself, with words of its own: of them, and of all in them, the model says no more
   * than the types.
   *
   * @default none
   */
  readonly ownWords?: readonly string[];
  /** Values in the order in which the service names them, by their shape. @default the model's */
  readonly valueOrder?: Readonly<Record<string, readonly string[]>>;
  /** What the service refuses before its model; the input's types are not checked yet. @default nothing */
  readonly first?: (input: Readonly<Record<string, unknown>>) => void;
  /**
   * The error of a service that has its own for members that are missing.
   *
   * @param path as it is in the input, for example `"Entries.1.Id"`
   * @default the constraint "Member must not be null"
   */
  readonly missing?: (path: string, operation: string) => ServiceError | undefined;
}

/**
 * Checks an input and makes it typed: moments are seconds since the epoch, blobs are bytes, nulls are gone. A text in
 * place of bytes, as calls in this process have it, stands for its own.
 */
export type InputCheck = (input: object) => void;

/** Whether constraints are checked, or types alone. */
type Depth = "all" | "types";

/** Takes a value of the wire or of a call in this process; gives the typed one. */
type Check = (value: unknown, problems: Problems) => unknown;

const TYPE_NAMES = {
  string: "a String",
  integer: "an Integer",
  long: "a Long",
  float: "a Float",
  double: "a Double",
  boolean: "a Boolean",
  timestamp: "milliseconds since epoch",
  blob: "a Blob",
} as const;
/** Ends of the ranges that whole numbers are cut to, as AWS's front ends cut them. */
const WIDEST = { integer: 2_147_483_647, long: Number.MAX_SAFE_INTEGER } as const;
/** How JSON has the numbers that it does not have. */
const NOT_FINITE: ReadonlySet<unknown> = new Set(["NaN", "Infinity", "-Infinity"]);
/** AWS tells no more. */
const MOST_PROBLEMS = 10;
/** Inputs that nest deeper are no inputs of any operation: the deepest model here has 14 levels. */
const DEEPEST = 100;

/**
 * The check in front of an operation, as AWS's front ends make it: first the types, then every constraint that the model
 * publishes.
 *
 * @throws ServiceError from the check: `SerializationException` for a value of the wrong type, or the service's code for
 *   constraints that are not met, all of them in AWS's words
 */
export function inputCheck(
  model: ServiceModel,
  operation: string,
  wording: ValidationWording = {},
): InputCheck {
  const { input } = model.operations[operation] ?? {};
  if (input === undefined) return () => {};
  const check = new Checks(model, wording).of(input);
  return (given) => {
    wording.first?.(given as Record<string, unknown>);
    const problems = new Problems(operation, wording);
    check(given, problems);
    problems.throwFound();
  };
}

/** What an input does not meet, with the place that is being looked at. */
class Problems {
  /** The place, as far as {@link depth}: what lies behind it is of another member. */
  readonly path: (string | number)[] = [];
  depth = 0;
  readonly #operation: string;
  readonly #wording: ValidationWording;
  readonly #found: string[] = [];
  #missing: ServiceError | undefined;

  constructor(operation: string, wording: ValidationWording) {
    this.#operation = operation;
    this.#wording = wording;
  }

  add(value: unknown, constraint: string, withheld = false): void {
    if (this.#found.length >= MOST_PROBLEMS) return;
    const shown = withheld ? "" : ` '${textOf(value)}'`;
    this.#found.push(`Value${shown} at '${this.#place()}' failed to satisfy constraint: ${constraint}`);
  }

  missing(): void {
    this.#missing ??= this.#wording.missing?.(this.path.slice(0, this.depth).join("."), this.#operation);
    if (this.#found.length >= MOST_PROBLEMS) return;
    this.#found.push(
      `Value null at '${this.#place()}' failed to satisfy constraint: Member must not be null`,
    );
  }

  /** Goes one step deeper. @returns the place of the step in the path @throws ServiceError when that is too deep */
  enter(): number {
    if (this.depth > DEEPEST) throw new ServiceError("SerializationException", "The input nests too deep.");
    this.depth += 1;
    return this.depth - 1;
  }

  throwFound(): void {
    if (this.#missing) throw this.#missing;
    if (this.#found.length === 0) return;
    const count = `${this.#found.length} validation error${this.#found.length === 1 ? "" : "s"} detected: `;
    throw new ServiceError(this.#wording.code ?? "ValidationException", count + this.#found.join("; "));
  }

  /** AWS's front ends begin every name with a small letter. */
  #place(): string {
    return this.path
      .slice(0, this.depth)
      .map((part) => (typeof part === "number" ? `${part}.member` : part[0]?.toLowerCase() + part.slice(1)))
      .join(".");
  }
}

/** The checks of one model's shapes, made when they are first needed. */
class Checks {
  readonly #model: ServiceModel;
  readonly #withheld: ReadonlySet<string>;
  readonly #ownWords: ReadonlySet<string>;
  readonly #valueOrder: NonNullable<ValidationWording["valueOrder"]>;
  /** Checks of shapes with their constraints, and of their types alone. */
  readonly #made = { all: new Map<string, Check>(), types: new Map<string, Check>() };

  constructor(model: ServiceModel, { withheld = [], ownWords = [], valueOrder = {} }: ValidationWording) {
    this.#model = model;
    this.#withheld = new Set(withheld);
    this.#ownWords = new Set(ownWords);
    this.#valueOrder = valueOrder;
  }

  /** @param depth whether to check constraints, or types alone */
  of(reference: Reference, depth: Depth = "all"): Check {
    const { shape: name } = bindingOf(reference);
    const deep = this.#ownWords.has(name) ? "types" : depth;
    const known = this.#made[deep];
    const made = known.get(name);
    if (made) return made;
    // A shape may hold itself: whoever asks meanwhile gets one that looks the check up.
    known.set(name, (value, problems) => known.get(name)!(value, problems));
    const check = this.#make(name, shapeOf(this.#model, name), deep);
    known.set(name, check);
    return check;
  }

  #make(name: string, shape: Shape, depth: Depth): Check {
    const withheld = this.#withheld.has(name) || ("sensitive" in shape && shape.sensitive === true);
    const bounds: Bounds = depth === "all" && shape.type !== "structure" ? shape : UNBOUNDED;
    switch (shape.type) {
      case "string":
        return stringCheck(depth === "all" ? this.#ordered(name, shape) : { type: "string" }, withheld);
      case "integer":
      case "long":
      case "float":
      case "double":
        return numberCheck(depth === "all" ? shape : { type: shape.type }, withheld);
      case "boolean":
        return booleanOf;
      case "timestamp":
        return momentOf;
      case "blob":
        return blobCheck(bounds, withheld);
      case "list":
        return this.#list(shape, bounds, withheld, depth);
      case "map":
        return this.#map(shape, bounds, withheld, depth);
      case "structure":
        return this.#structure(shape, depth);
      default:
        return (value) => value;
    }
  }

  #ordered(name: string, shape: StringShape): StringShape {
    const values = this.#valueOrder[name];
    return values ? { ...shape, values } : shape;
  }

  #list(shape: ListShape, bounds: Bounds, withheld: boolean, deep: Depth): Check {
    const item = this.of(shape.of, deep);
    return (value, problems) => {
      if (!Array.isArray(value)) throw notThis(value, "Expected list or null");
      // Elements that are null are left out, as AWS leaves them out.
      const items = value.includes(null) ? value.filter((one) => one !== null) : value;
      const { path } = problems;
      const depth = problems.enter();
      for (let index = 0; index < items.length; index += 1) {
        path[depth] = index + 1;
        const one = item(items[index], problems);
        if (one !== items[index]) items[index] = one;
      }
      problems.depth = depth;
      checkLength(items.length, items, bounds, withheld, problems);
      return items;
    };
  }

  #map(shape: MapShape, bounds: Bounds, withheld: boolean, deep: Depth): Check {
    const key = this.of(shape.key, deep);
    const item = this.of(shape.of, deep);
    return (value, problems) => {
      if (!isObject(value)) throw notThis(value, "Expected map or null");
      const entries = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
      checkLength(entries.length, value, bounds, withheld, problems);
      const { path } = problems;
      for (const [name, one] of entries) {
        key(name, problems);
        const depth = problems.enter();
        path[depth] = `${name}.member`;
        put(value, name, item(one, problems), one);
        problems.depth = depth;
      }
      if (entries.length < Object.keys(value).length) dropNulls(value);
      return value;
    };
  }

  #structure({ members, required = [] }: StructureShape, deep: Depth): Check {
    const needed = new Set(deep === "all" ? required : []);
    const checks = Object.entries(members).map(([name, reference]) => ({
      name,
      check: this.of(reference, deep),
      wanted: needed.has(name),
      // What every object inherits is no member.
      inherited: name in Object.prototype,
    }));
    return (value, problems) => {
      if (!isObject(value)) throw notThis(value, "Expected null");
      const { path } = problems;
      const depth = problems.enter();
      for (const { name, check, wanted, inherited } of checks) {
        const one = inherited && !Object.hasOwn(value, name) ? undefined : value[name];
        path[depth] = name;
        if (one === undefined || one === null) {
          if (one === null) delete value[name];
          if (wanted) problems.missing();
          continue;
        }
        const typed = check(one, problems);
        if (typed !== one) put(value, name, typed, one);
      }
      problems.depth = depth;
      return value;
    };
  }
}

const UNBOUNDED: Bounds = {};

function put(target: Record<string, unknown>, name: string, value: unknown, former: unknown): void {
  if (value === former) return;
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function dropNulls(value: Record<string, unknown>): void {
  for (const [name, one] of Object.entries(value)) if (one === null || one === undefined) delete value[name];
}

function stringCheck(shape: StringShape, withheld: boolean): Check {
  const { pattern, values } = shape;
  const expression = pattern === undefined ? undefined : expressionOf(pattern);
  const shown = pattern && shownPattern(pattern);
  const bounded = shape.min !== undefined || shape.max !== undefined;
  return (value, problems) => {
    if (typeof value !== "string") throw wrongType(value, "string");
    if (expression && !expression.test(value))
      problems.add(value, `Member must satisfy regular expression pattern: ${shown}`, withheld);
    if (bounded) checkLength(value.length, value, shape, withheld, problems);
    if (values && !values.includes(value))
      problems.add(value, `Member must satisfy enum value set: [${values.join(", ")}]`, withheld);
    return value;
  };
}

function numberCheck({ type, min, max }: NumberShape, withheld: boolean): Check {
  const widest = type === "integer" || type === "long" ? WIDEST[type] : undefined;
  return (given, problems) => {
    let value = given;
    if (widest === undefined && NOT_FINITE.has(value)) value = Number(value);
    if (typeof value !== "number") throw wrongType(value, type);
    if (widest !== undefined) value = Math.min(Math.max(Math.trunc(value), -widest), widest);
    const number = value as number;
    if (min !== undefined && number < min)
      problems.add(number, `Member must have value greater than or equal to ${min}`, withheld);
    if (max !== undefined && number > max)
      problems.add(number, `Member must have value less than or equal to ${max}`, withheld);
    return number;
  };
}

function booleanOf(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  // Clients that write every value as text are understood.
  if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  throw wrongType(value, "boolean");
}

/** Seconds since the epoch. */
function momentOf(value: unknown): number {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (typeof value !== "number" || !Number.isFinite(value)) throw wrongType(value, "timestamp");
  return value;
}

function blobCheck(bounds: Bounds, withheld: boolean): Check {
  return (value, problems) => {
    if (typeof value !== "string" && !(value instanceof Uint8Array)) throw wrongType(value, "blob");
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    const shown = `java.nio.HeapByteBuffer[pos=0 lim=${bytes.length} cap=${bytes.length}]`;
    checkLength(bytes.length, shown, bounds, withheld, problems);
    return bytes;
  };
}

function checkLength(
  length: number,
  value: unknown,
  { min, max }: Bounds,
  withheld: boolean,
  problems: Problems,
): void {
  if (min !== undefined && length < min)
    problems.add(value, `Member must have length greater than or equal to ${min}`, withheld);
  if (max !== undefined && length > max)
    problems.add(value, `Member must have length less than or equal to ${max}`, withheld);
}

/** Models put a list of alternatives between anchors; services name it without them. */
function shownPattern(pattern: string): string {
  const [, inner] = /^\^\(([^()]*\|[^()]*)\)\$$/.exec(pattern) ?? [];
  return inner ?? pattern;
}

const expressions = new Map<string, RegExp | undefined>();

/** A pattern of the model; undefined for one that only Java understands. The whole value must match. */
function expressionOf(pattern: string): RegExp | undefined {
  if (!expressions.has(pattern)) expressions.set(pattern, compile(pattern, "su") ?? compile(pattern, "s"));
  return expressions.get(pattern);
}

function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, flags);
  } catch {
    return undefined;
  }
}

/** A value as Java shows it. */
function textOf(value: unknown, depth = 0): string {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return String(value);
  if (depth > DEEPEST) return "…";
  if (Array.isArray(value)) return `[${value.map((one) => textOf(one, depth + 1)).join(", ")}]`;
  const members = Object.entries(value).map(([name, one]) => `${name}=${textOf(one, depth + 1)}`);
  return `{${members.join(", ")}}`;
}

/** The error of a value that is no scalar, or of a scalar that is no such one. */
function wrongType(value: unknown, expected: keyof typeof TYPE_NAMES): ServiceError {
  if (typeof value === "object") return notThis(value, "");
  return new ServiceError(
    "SerializationException",
    `${tokenOf(value)} can not be converted to ${TYPE_NAMES[expected]}`,
  );
}

function notThis(value: unknown, expected: string): ServiceError {
  const message = Array.isArray(value)
    ? "Start of list found where not expected"
    : typeof value === "object"
      ? "Start of structure or map found where not expected."
      : expected;
  return new ServiceError("SerializationException", message);
}

function tokenOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return typeof value === "number" ? "NUMBER_VALUE" : "STRING_VALUE";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
