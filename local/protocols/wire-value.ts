import { type Binding, bindingOf, type Reference, type ServiceModel, shapeOf } from "../kernel/model.ts";
import { secondsOf } from "./text-value.ts";

/** How a protocol writes the leaves that JSON has no form of its own for. */
export interface Leaves {
  moment(seconds: number, format: Binding["format"]): unknown;
  blob(bytes: Uint8Array): unknown;
  /** A number of a type with fractions, which is one even when it is whole. */
  double(value: number): unknown;
}

/** An output as a protocol with lists and objects of its own writes it. */
export class WireValues {
  readonly #model: ServiceModel;
  readonly #leaves: Leaves;
  /** Whether a shape holds anything that has to be changed, by its name. */
  readonly #plain = new Map<string, boolean>();

  constructor(model: ServiceModel, leaves: Leaves) {
    this.#model = model;
    this.#leaves = leaves;
  }

  /** Members that the model does not know stay as they are. */
  of(reference: Reference, value: unknown): unknown {
    if (value === undefined || value === null || this.#isPlain(reference)) return value;
    const shape = shapeOf(this.#model, reference);
    switch (shape.type) {
      case "timestamp":
        return this.#leaves.moment(secondsOf(value), bindingOf(reference).format);
      case "blob":
        return value instanceof Uint8Array ? this.#leaves.blob(value) : value;
      case "double":
      case "float":
        return typeof value === "number" ? this.#leaves.double(value) : value;
      case "list":
        return Array.isArray(value) ? value.map((item) => this.of(shape.of, item)) : value;
      case "map":
        return Object.fromEntries(
          Object.entries(value).map(([name, item]) => [name, this.of(shape.of, item)]),
        );
      case "structure":
        return this.members(shape.members, value as object);
      default:
        return value;
    }
  }

  members(members: Readonly<Record<string, Reference>>, value: object): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const member = Object.hasOwn(members, name) ? members[name] : undefined;
        if (member === undefined) return [name, item];
        return [bindingOf(member).name ?? name, this.of(member, item)];
      }),
    );
  }

  #isPlain(reference: Reference): boolean {
    const { shape: name } = bindingOf(reference);
    let plain = this.#plain.get(name);
    if (plain === undefined) {
      plain = !this.#reachesLeaf(reference, new Set());
      this.#plain.set(name, plain);
    }
    return plain;
  }

  /** Whether a shape holds a moment, a blob, a double or a renamed member somewhere. */
  #reachesLeaf(reference: Reference, seen: Set<string>): boolean {
    const { shape: name } = bindingOf(reference);
    if (seen.has(name)) return false;
    seen.add(name);
    const shape = shapeOf(this.#model, reference);
    switch (shape.type) {
      case "timestamp":
      case "blob":
      case "double":
      case "float":
        return true;
      case "list":
      case "map":
        return this.#reachesLeaf(shape.of, seen);
      case "structure":
        return Object.values(shape.members).some(
          (member) => bindingOf(member).name !== undefined || this.#reachesLeaf(member, seen),
        );
      default:
        return false;
    }
  }
}
