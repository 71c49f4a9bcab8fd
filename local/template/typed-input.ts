import { type Reference, type ServiceModel, shapeOf } from "../kernel/model.ts";

/**
 * A copy of an operation's input that was made of template properties, in the types that the service's model has:
 * CloudFormation takes numbers and switches that are written as texts, texts that are written as numbers or switches, and
 * moments as ISO texts. What cannot be taken so stays, and is refused by the check in front of the operation.
 *
 * @param model of the service; undefined for one that has none
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-syntax-conventions.html
 */
export function typedInput(model: ServiceModel | undefined, operation: string, input: object): object {
  // What checks an input may change it, and properties are compared with later ones.
  const copy = structuredClone(input);
  const shape = model?.operations[operation]?.input;
  return model && shape !== undefined ? (typed(model, shape, copy) as object) : copy;
}

function typed(model: ServiceModel, reference: Reference, value: unknown): unknown {
  const shape = shapeOf(model, reference);
  switch (shape.type) {
    case "structure":
      return withMembers(value, (name, member) => {
        const inner = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
        return inner === undefined ? member : typed(model, inner, member);
      });
    case "map":
      return withMembers(value, (_name, item) => typed(model, shape.of, item));
    case "list":
      return Array.isArray(value) ? value.map((item) => typed(model, shape.of, item)) : value;
    case "integer":
    case "long":
    case "float":
    case "double":
      return numberOf(value) ?? value;
    case "timestamp":
      return numberOf(value) ?? secondsOf(value) ?? value;
    case "boolean":
      return value === "true" ? true : value === "false" ? false : value;
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    default:
      return value;
  }
}

function withMembers(value: unknown, member: (name: string, value: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, member(name, inner)]));
}

function numberOf(value: unknown): number | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** Of a moment in ISO text, since the epoch. */
function secondsOf(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1_000;
}
