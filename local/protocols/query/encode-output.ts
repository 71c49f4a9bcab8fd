import {
  type Binding,
  bindingOf,
  type Reference,
  type ServiceModel,
  shapeOf,
  structureOf,
} from "../../kernel/model.ts";
import { writeText } from "../text-value.ts";
import { element, text } from "./xml.ts";

/** Writes the members of an operation's output as XML. */
export function encodeOutput(model: ServiceModel, operation: string, output: object): string {
  const structure = structureOf(model, model.operations[operation]?.output);
  return structure ? new XmlWriter(model).structure(structure.members, output) : "";
}

/** Writes values as the query protocol and REST with XML do. */
export class XmlWriter {
  readonly #model: ServiceModel;

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  structure(members: Readonly<Record<string, Reference>>, value: object): string {
    return Object.entries(value)
      .map(([name, item]) => {
        const member = Object.hasOwn(members, name) ? members[name]! : undefined;
        if (member === undefined || item === undefined || item === null) return "";
        return this.member(bindingOf(member).xml ?? name, member, item);
      })
      .join("");
  }

  /** A value in an element of its own, or without a wrapper in one for each item. */
  member(name: string, reference: Reference, value: unknown): string {
    const shape = shapeOf(this.#model, reference);
    const { flat } = bindingOf(reference);
    if (shape.type === "list") {
      const tag = flat ? name : (bindingOf(shape.of).xml ?? "member");
      const items = (value as unknown[]).map((item) => this.member(tag, shape.of, item)).join("");
      return flat ? items : element(name, items);
    }
    if (shape.type === "map") {
      const tag = flat ? name : "entry";
      const entries = Object.entries(value as object).map(([key, item]) =>
        element(
          tag,
          element(bindingOf(shape.key).xml ?? "key", text(key)) +
            this.member(bindingOf(shape.of).xml ?? "value", shape.of, item),
        ),
      );
      return flat ? entries.join("") : element(name, entries.join(""));
    }
    if (shape.type === "structure")
      return this.#structureElement(name, bindingOf(reference), shape.members, value as object);
    return element(name, text(writeText(shape, value, bindingOf(reference))));
  }

  #structureElement(
    name: string,
    { xmlns }: Binding,
    members: Readonly<Record<string, Reference>>,
    value: object,
  ): string {
    const attributes = Object.entries(value).flatMap(([member, item]) => {
      const binding = Object.hasOwn(members, member) ? bindingOf(members[member]!) : undefined;
      return binding?.attribute && item !== undefined && item !== null
        ? [` ${binding.xml ?? member}="${text(String(item))}"`]
        : [];
    });
    const namespace = xmlns ? ` xmlns:${xmlns[0]}="${text(xmlns[1])}"` : "";
    const inner = Object.fromEntries(
      Object.entries(value).filter(([member]) => {
        return !(Object.hasOwn(members, member) && bindingOf(members[member]!).attribute);
      }),
    );
    return `<${name}${namespace}${attributes.join("")}>${this.structure(members, inner)}</${name}>`;
  }
}
