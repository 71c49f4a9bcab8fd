import {
  type Binding,
  bindingOf,
  type ListShape,
  type MapShape,
  type Reference,
  type ServiceModel,
  shapeOf,
  structureOf,
} from "../../kernel/model.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { readText, UnreadableText } from "../text-value.ts";
import { elementsOf, type FormNode, isNumbered } from "./form.ts";

/**
 * Turns the form of one request into the operation's input. Parameters that the model does not know are left out.
 *
 * @throws ServiceError for a text that is not of its member's type
 */
export function decodeInput(model: ServiceModel, operation: string, form: FormNode): Record<string, unknown> {
  const structure = structureOf(model, model.operations[operation]?.input);
  return structure ? new FormReader(model).structure(structure.members, form, "") : {};
}

class FormReader {
  readonly #model: ServiceModel;

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  structure(
    members: Readonly<Record<string, Reference>>,
    form: FormNode,
    path: string,
  ): Record<string, unknown> {
    const read: Record<string, unknown> = {};
    for (const [name, reference] of Object.entries(members)) {
      const { xml } = bindingOf(reference);
      const node = (xml === undefined ? undefined : form.members.get(xml)) ?? form.members.get(name);
      if (node) read[name] = this.#value(reference, node, path === "" ? name : `${path}.${name}`);
    }
    return read;
  }

  #value(reference: Reference, node: FormNode, path: string): unknown {
    const shape = shapeOf(this.#model, reference);
    switch (shape.type) {
      case "list":
        return this.#list(shape, node, path);
      case "map":
        return this.#map(shape, bindingOf(reference), node, path);
      case "structure":
        if (node.members.size === 0 && node.text) throw malformed(path, "not a structure");
        return this.structure(shape.members, node, path);
      default:
        try {
          return readText(shape, node.text ?? "");
        } catch (error) {
          if (error instanceof UnreadableText) throw malformed(path, error.message);
          throw error;
        }
    }
  }

  #list({ of }: ListShape, node: FormNode, path: string): unknown[] {
    const wrapper = node.members.get(bindingOf(of).xml ?? "member");
    const items = isNumbered(node) || !wrapper ? node : wrapper;
    // An empty list is written as an empty text.
    if (items.members.size === 0 && items.text) throw malformed(path, "not a list");
    return elementsOf(items).map((item, index) => this.#value(of, item, `${path}.${index + 1}`));
  }

  #map({ key, of }: MapShape, { flat }: Binding, node: FormNode, path: string): Record<string, unknown> {
    const read: Record<string, unknown> = {};
    const entries = flat || isNumbered(node) ? node : (node.members.get("entry") ?? node);
    for (const { members } of elementsOf(entries)) {
      const name = members.get(bindingOf(key).xml ?? "key")?.text;
      const value = members.get(bindingOf(of).xml ?? "value");
      if (name === undefined || !value)
        throw new ServiceError("MalformedQueryString", "An entry of a map needs a key and a value.");
      Object.defineProperty(read, name, {
        value: this.#value(of, value, `${path}.${name}`),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return read;
  }
}

function malformed(path: string, what: string): ServiceError {
  return new ServiceError("MalformedInput", `The parameter ${path} is ${what}`);
}
