import type { Expression, Literal, Operand, Path, Value } from "./tree.ts";

/** Writes a parsed query so that parsing it again gives the same tree: everything quoted, every group in parentheses. */
export function printFilter(expression: Expression): string {
  switch (expression.kind) {
    case "and":
    case "or":
      return group(expression.kind, expression.operands, printFilter);
    case "not":
      return `NOT ${printFilter(expression.operand)}`;
    case "comparison":
      return `${printOperand(expression.field)} ${expression.operator} ${printValue(expression.value)}`;
    default:
      return printOperand(expression);
  }
}

function group<Node>(kind: "and" | "or", operands: readonly Node[], print: (node: Node) => string): string {
  return operands.length === 0 ? "" : `(${operands.map(print).join(` ${kind.toUpperCase()} `)})`;
}

function printValue(value: Value): string {
  switch (value.kind) {
    case "and":
    case "or":
      return group(value.kind, value.operands, printValue);
    case "not":
      return `(NOT ${printValue(value.operand)})`;
    case "anything":
      return "*";
    default:
      return printLiteral(value);
  }
}

function printOperand(operand: Operand): string {
  if (operand.kind === "call") return `${operand.name}(${operand.operands.map(printOperand).join(", ")})`;
  return operand.kind === "path" ? printPath(operand) : printLiteral(operand);
}

function printPath({ components }: Path): string {
  return components
    .map((component, index) => (index > 0 && !/^\w+$/.test(component) ? quote(component) : component))
    .join(".");
}

function printLiteral({ text, raw, quoted }: Literal): string {
  if (!quoted) return text;
  return raw.includes('"') && !raw.includes('\\"') ? quote(text) : `"${raw}"`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
