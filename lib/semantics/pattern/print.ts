import type {
  JsonCondition,
  JsonSelector,
  Operand,
  PatternTree,
  SelectorStep,
  SpaceCondition,
  SpaceSlot,
  TermItem,
} from "./tree.ts";

/** Writes a tree as a pattern. Compiled again, it matches the same messages. */
export function printPattern(tree: PatternTree): string {
  switch (tree.kind) {
    case "all":
      return "";
    case "terms":
      return tree.items.map(printTerm).join(" ");
    case "json":
      return `{ ${printJsonCondition(tree.condition)} }`;
    case "space":
      return `[${tree.slots.map(printSlot).join(", ")}]`;
  }
}

/** Writes a JSON selector. */
export function printSelector(selector: JsonSelector): string {
  return `$${selector.map(printStep).join("")}`;
}

const SIGNS = { required: "", optional: "?", excluded: "-" } as const;

function printTerm({ role, operand }: TermItem): string {
  if (operand.type === "regex") return `${SIGNS[role]}%${operand.source}%`;
  const isWord = /^[A-Za-z0-9_]+$/.test(operand.text);
  const text = isWord ? operand.text : `"${operand.text.replaceAll(/["\\]/g, "\\$&")}"`;
  return `${SIGNS[role]}${text}`;
}

function printStep(step: SelectorStep): string {
  switch (step.type) {
    case "any-member":
      return ".*";
    case "any-element":
      return "[*]";
    case "index":
      return `[${step.index}]`;
    case "name":
      if (/^[A-Za-z0-9_-]+$/.test(step.name)) return `.${step.name}`;
      return `.['${step.name.replaceAll(/['\\]/g, "\\$&")}']`;
  }
}

function printOperand(operand: Operand): string {
  if (operand.type === "regex") return `%${operand.source}%`;
  if (operand.type === "number") return operand.text;
  return `"${operand.pieces.map((piece) => piece.replaceAll(/["\\*]/g, "\\$&")).join("*")}"`;
}

function printJsonCondition(condition: JsonCondition): string {
  switch (condition.type) {
    case "and":
    case "or":
      return printJunction(condition.type, condition.operands.map(parenthesized(printJsonCondition)));
    case "comparison":
      return `${printSelector(condition.selector)} ${condition.operator} ${printOperand(condition.operand)}`;
    case "is":
      return `${printSelector(condition.selector)} IS ${String(condition.expected).toUpperCase()}`;
    case "not-exists":
      return `${printSelector(condition.selector)} NOT EXISTS`;
  }
}

function printSlot(slot: SpaceSlot): string {
  if (slot.type === "ellipsis") return "...";
  return slot.condition === undefined
    ? (slot.name ?? "")
    : printSpaceCondition(slot.name ?? "", slot.condition);
}

function printSpaceCondition(name: string, condition: SpaceCondition): string {
  if (condition.type === "comparison")
    return `${name} ${condition.operator} ${printOperand(condition.operand)}`;
  const print = (operand: SpaceCondition) => printSpaceCondition(name, operand);
  return printJunction(condition.type, condition.operands.map(parenthesized(print)));
}

function printJunction(type: "and" | "or", operands: readonly string[]): string {
  return operands.join(type === "and" ? " && " : " || ");
}

function parenthesized<Condition extends { readonly type: string }>(print: (condition: Condition) => string) {
  return (condition: Condition): string =>
    condition.type === "and" || condition.type === "or" ? `(${print(condition)})` : print(condition);
}
