import { bindingOf, type Reference, type ServiceModel, shapeOf } from "../kernel/model.ts";

/** Finds the texts in inputs that stand for bytes in base64, as JSON and forms have them, and makes them bytes. */
class BlobTexts {
  readonly #model: ServiceModel;
  /** Whether a shape holds blobs somewhere, by its name. */
  readonly #holds = new Map<string, boolean>();

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  /** Changes an operation's input in place; what is of a wrong type stays for the check. */
  decode(operation: string, input: object): void {
    const shape = this.#model.operations[operation]?.input;
    if (shape !== undefined && this.#holdsBlobs(shape)) this.#decoded(shape, input);
  }

  #decoded(reference: Reference, value: unknown): unknown {
    if (typeof value === "string")
      return shapeOf(this.#model, reference).type === "blob" ? Buffer.from(value, "base64") : value;
    if (typeof value !== "object" || value === null || !this.#holdsBlobs(reference)) return value;
    const shape = shapeOf(this.#model, reference);
    if (shape.type === "list" || shape.type === "map")
      for (const [name, item] of Object.entries(value)) put(value, name, this.#decoded(shape.of, item), item);
    else if (shape.type === "structure")
      for (const [name, member] of Object.entries(shape.members))
        if (Object.hasOwn(value, name)) {
          const item = (value as Record<string, unknown>)[name];
          put(value, name, this.#decoded(member, item), item);
        }
    return value;
  }

  #holdsBlobs(reference: Reference): boolean {
    const { shape: name } = bindingOf(reference);
    let holds = this.#holds.get(name);
    if (holds === undefined) {
      holds = this.#reachesBlob(reference, new Set());
      this.#holds.set(name, holds);
    }
    return holds;
  }

  #reachesBlob(reference: Reference, seen: Set<string>): boolean {
    const { shape: name } = bindingOf(reference);
    if (seen.has(name)) return false;
    seen.add(name);
    const shape = shapeOf(this.#model, reference);
    if (shape.type === "blob") return true;
    if (shape.type === "list" || shape.type === "map") return this.#reachesBlob(shape.of, seen);
    if (shape.type !== "structure") return false;
    return Object.values(shape.members).some((member) => this.#reachesBlob(member, seen));
  }
}

function put(target: object, name: string, value: unknown, former: unknown): void {
  if (value === former) return;
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

const known = new WeakMap<ServiceModel, BlobTexts>();

/** Makes bytes of the texts in an operation's input that stand for bytes. */
export function decodeBlobs(model: ServiceModel, operation: string, input: object): void {
  let texts = known.get(model);
  if (!texts) {
    texts = new BlobTexts(model);
    known.set(model, texts);
  }
  texts.decode(operation, input);
}
