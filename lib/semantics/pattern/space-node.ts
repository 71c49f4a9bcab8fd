import type { ConditionNode, SubjectTest } from "./condition-node.ts";
import { type FieldPosition, keyOfPosition, LinePlace } from "./line-place.ts";
import type { MessageView } from "./message-view.ts";
import { printPattern } from "./print.ts";
import { compileSpaceComparison } from "./space.ts";
import type { SpaceComparison, SpaceCondition, SpaceSlot, SpaceTree } from "./tree.ts";

/** What the space-delimited patterns of a set have in common, by its keys. */
export class SharedLines {
  readonly places = new Map<string, LinePlace>();
  readonly tests = new Map<string, SubjectTest<MessageView>>();
}

/** A space-delimited pattern as an index sees it: enough fields, and every slot's condition. */
export function spaceNode({ slots }: SpaceTree, shared: SharedLines): ConditionNode<MessageView> {
  const ellipsis = slots.findIndex(({ type }) => type === "ellipsis");
  const fields = slots.filter((slot) => slot.type === "field");
  const conditions = fields.flatMap(({ condition }, index) =>
    condition === undefined
      ? []
      : [conditionNode(condition, placeOf(positionOf(index, fields.length, ellipsis), shared), shared)],
  );
  return { type: "and", operands: [atLeast(fields.length), ...conditions] };
}

/** Text that is the same for patterns that extract the same. */
export function shapeOf({ slots }: SpaceTree): string {
  return JSON.stringify(slots.map((slot) => (slot.type === "ellipsis" ? 0 : (slot.name ?? 1))));
}

function positionOf(index: number, count: number, ellipsis: number): FieldPosition {
  if (ellipsis === -1) return { from: index === count - 1 ? "rest" : "start", index };
  return index < ellipsis ? { from: "start", index } : { from: "end", index: count - index };
}

function placeOf(position: FieldPosition, { places }: SharedLines): LinePlace {
  const key = keyOfPosition(position);
  let place = places.get(key);
  if (place === undefined) {
    place = new LinePlace(position);
    places.set(key, place);
  }
  return place;
}

function atLeast(count: number): ConditionNode<MessageView> {
  return {
    type: "leaf",
    key: `${count} fields`,
    place: undefined,
    question: undefined,
    test: ({ fields }) => fields.length >= count,
  };
}

function conditionNode(
  condition: SpaceCondition,
  place: LinePlace,
  shared: SharedLines,
): ConditionNode<MessageView> {
  if (condition.type !== "comparison")
    return {
      type: condition.type,
      operands: condition.operands.map((operand) => conditionNode(operand, place, shared)),
    };
  const slot: SpaceSlot = { type: "field", name: "f", condition };
  const key = `${place.key} ${printPattern({ kind: "space", slots: [slot] })}`;
  let test = shared.tests.get(key);
  if (test === undefined) {
    test = compileTest(condition, place);
    shared.tests.set(key, test);
  }
  return { type: "leaf", key, place, question: condition, test };
}

/** A search in a text is made once a line; other comparisons cost less than remembering their answers. */
function compileTest(condition: SpaceComparison, place: LinePlace): SubjectTest<MessageView> {
  const holds = compileSpaceComparison(condition);
  const test: SubjectTest<MessageView> = (view) => {
    const value = place.read(view);
    return value !== undefined && holds(value);
  };
  if (condition.operand.type === "number") return test;
  let tested: MessageView | undefined;
  let answer = false;
  return (view) => {
    if (tested !== view) {
      tested = view;
      answer = test(view);
    }
    return answer;
  };
}
