import type { ConditionNode } from "./condition-node.ts";
import { compileCondition } from "./json-condition.ts";
import { printPattern } from "./print.ts";
import { isWildcard } from "./selector-parser.ts";
import type { SharedReads } from "./shared-reads.ts";
import type { JsonCondition } from "./tree.ts";

/** A JSON condition as an index sees it. */
export function jsonNode(condition: JsonCondition, sharing: SharedReads): ConditionNode<object> {
  if (condition.type === "and" || condition.type === "or")
    return {
      type: condition.type,
      operands: condition.operands.map((operand) => jsonNode(operand, sharing)),
    };
  const { selector } = condition;
  const place = selector.some(isWildcard) ? undefined : sharing.placeOf(selector);
  return {
    type: "leaf",
    key: printPattern({ kind: "json", condition }),
    place,
    question: place && condition,
    test: compileCondition(condition, sharing),
  };
}
