import { XMLParser } from "fast-xml-parser";
import {
  type Binding,
  bindingOf,
  type ListShape,
  type MapShape,
  type Reference,
  type ServiceModel,
  shapeOf,
} from "../../kernel/model.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { readText, UnreadableText } from "../text-value.ts";

/** An element: its attributes as `@name`, its children by name as a list, its text as `#text`. */
type XmlElement = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  ignoreDeclaration: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  alwaysCreateTextNode: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
});

/**
 * Reads a document's root element.
 *
 * @throws ServiceError `MalformedXML`
 */
export function parseXml(body: Buffer): XmlElement {
  try {
    const document = parser.parse(body.toString("utf8"), true) as XmlElement;
    const root = Object.entries(document).find(([name]) => !name.startsWith("?") && name !== "#text");
    if (root) return (root[1] as XmlElement[])[0]!;
  } catch {
    // What the parser says of it is told by the code.
  }
  throw new ServiceError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}

/** Reads elements as the model has them. */
export class XmlReader {
  readonly #model: ServiceModel;

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  structure(members: Readonly<Record<string, Reference>>, parent: XmlElement): Record<string, unknown> {
    const read: Record<string, unknown> = {};
    for (const [name, reference] of Object.entries(members)) {
      const binding = bindingOf(reference);
      const tag = binding.xml ?? name;
      if (binding.attribute) {
        if (parent[`@${tag}`] !== undefined) read[name] = String(parent[`@${tag}`]);
        continue;
      }
      const found = parent[tag] as XmlElement[] | undefined;
      if (found) read[name] = this.#value(binding, found);
    }
    return read;
  }

  /** A value from all elements of its name. */
  #value(binding: Binding, found: readonly XmlElement[]): unknown {
    const shape = shapeOf(this.#model, binding);
    if (shape.type === "list") return this.#list(shape, binding, found);
    if (shape.type === "map") return this.#map(shape, binding, found);
    return this.#single(binding, found[0]!);
  }

  #single(reference: Reference, element: XmlElement): unknown {
    const shape = shapeOf(this.#model, reference);
    if (shape.type === "structure") return this.structure(shape.members, element);
    if (shape.type === "list" || shape.type === "map") return this.#value(bindingOf(reference), [element]);
    try {
      return readText(shape, textOf(element));
    } catch (error) {
      if (error instanceof UnreadableText)
        throw new ServiceError("MalformedXML", `A value is ${error.message}`);
      throw error;
    }
  }

  #list({ of }: ListShape, { flat }: Binding, found: readonly XmlElement[]): unknown[] {
    const items = flat ? found : ((found[0]![bindingOf(of).xml ?? "member"] ?? []) as XmlElement[]);
    return items.map((item) => this.#single(of, item));
  }

  #map({ key, of }: MapShape, { flat }: Binding, found: readonly XmlElement[]): Record<string, unknown> {
    const entries = flat ? found : ((found[0]!["entry"] ?? []) as XmlElement[]);
    return Object.fromEntries(
      entries.map((entry) => {
        const [name] = (entry[bindingOf(key).xml ?? "key"] ?? []) as XmlElement[];
        const [value] = (entry[bindingOf(of).xml ?? "value"] ?? []) as XmlElement[];
        return [name ? textOf(name) : "", value ? this.#single(of, value) : ""];
      }),
    );
  }
}

function textOf(element: XmlElement): string {
  return String(element["#text"] ?? "");
}
