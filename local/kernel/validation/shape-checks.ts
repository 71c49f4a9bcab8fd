import {
  type Bounds,
  bindingOf,
  type ListShape,
  type MapShape,
  type Reference,
  type ServiceModel,
  type Shape,
  type StringShape,
  type StructureShape,
  shapeOf,
} from "../model.ts";
import {
  blobCheck,
  booleanOf,
  type Check,
  checkLength,
  momentOf,
  numberCheck,
  stringCheck,
} from "./scalar-checks.ts";
import type { ValidationWording } from "./wording.ts";
import { notThis } from "./wrong-type.ts";

/** Whether constraints are checked, or types alone. */
type Depth = "all" | "types";

/** The checks of one model's shapes, made when they are first needed. */
export class ShapeChecks {
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
    const withheld = this.#isWithheld(name, shape);
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

  /** A list of what is withheld is withheld too. */
  #isWithheld(name: string, shape: Shape): boolean {
    if (this.#withheld.has(name) || ("sensitive" in shape && shape.sensitive === true)) return true;
    if (shape.type !== "list") return false;
    const { shape: item } = bindingOf(shape.of);
    return item !== name && this.#isWithheld(item, shapeOf(this.#model, item));
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
