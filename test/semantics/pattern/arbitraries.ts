import fc from "fast-check";
import type {
  JsonCondition,
  Operand,
  PatternTree,
  SpaceCondition,
  SpaceSlot,
  TermItem,
} from "../../../lib/semantics/pattern/tree.ts";

const OPERATORS = ["=", "!=", ">", "<", ">=", "<="] as const;
const word = fc.constantFrom(
  "ERROR",
  "a",
  "b",
  "level",
  "GET",
  "x y",
  '"q"',
  "back\\slash",
  "a*b",
  "404",
  "true",
);
const regex = fc
  .constantFrom("^E", "R+", "[0-9]{2}", "a|b$", "\\d\\s?")
  .map((source) => ({ type: "regex" as const, source }));
const number = fc.constantFrom("0", "1", "-5", "404", "1e3", "2.5").map((text) => ({
  type: "number" as const,
  text,
  value: Number(text),
}));
const glob = fc.tuple(fc.boolean(), word, fc.boolean()).map(([start, body, end]) => ({
  type: "glob" as const,
  pieces: [...(start ? [""] : []), body, ...(end ? [""] : [])],
}));
const comparison: fc.Arbitrary<{ operator: (typeof OPERATORS)[number]; operand: Operand }> = fc.oneof(
  fc.record({ operator: fc.constantFrom("=", "!="), operand: fc.oneof(number, glob) }),
  fc.record({ operator: fc.constantFrom(...OPERATORS), operand: number }),
);

const selector = fc.array(
  fc.oneof(
    fc
      .constantFrom("a", "b", "level", "x.y", "it's", "length", "toString")
      .map((name) => ({ type: "name" as const, name })),
    fc.nat(2).map((index) => ({ type: "index" as const, index })),
  ),
  { minLength: 1, maxLength: 3 },
);

function junctions<Condition>(leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({
        type: fc.constantFrom("and", "or"),
        operands: fc.array(tie("condition"), { minLength: 2, maxLength: 3 }),
      }) as fc.Arbitrary<Condition>,
    ),
  }));
  return condition;
}

const jsonLeaf: fc.Arbitrary<JsonCondition> = fc.oneof(
  fc
    .record({ type: fc.constant("comparison" as const), selector })
    .chain((base) => comparison.map((rest) => ({ ...base, ...rest }))),
  fc.record({ type: fc.constant("is" as const), selector, expected: fc.constantFrom(null, true, false) }),
  fc.record({ type: fc.constant("not-exists" as const), selector }),
);
const spaceLeaf: fc.Arbitrary<SpaceCondition> = comparison.map((rest) => ({
  type: "comparison" as const,
  ...rest,
}));

const term: fc.Arbitrary<TermItem> = fc.record({
  role: fc.constantFrom("required", "optional", "excluded"),
  operand: word.map((text) => ({ type: "literal" as const, text })),
});

/** Syntax trees of patterns that CloudWatch Logs accepts. */
export const patternTree: fc.Arbitrary<PatternTree> = fc.oneof(
  fc.tuple(fc.array(term, { minLength: 1, maxLength: 4 }), fc.option(regex)).map(([items, operand]) => ({
    kind: "terms" as const,
    items: operand === null ? items : [...items, { role: "required" as const, operand }],
  })),
  junctions(jsonLeaf).map((condition) => ({ kind: "json" as const, condition })),
  fc
    .tuple(
      fc.array(fc.option(junctions(spaceLeaf), { nil: undefined }), { minLength: 1, maxLength: 4 }),
      fc.nat(8),
    )
    .map(([conditions, ellipsis]) => {
      const slots: SpaceSlot[] = conditions.map((condition, index) => ({
        type: "field",
        name: `f${index}`,
        condition,
      }));
      if (ellipsis <= slots.length) slots.splice(ellipsis, 0, { type: "ellipsis" });
      return { kind: "space" as const, slots };
    }),
);

const jsonMessage = fc
  .object({
    key: fc.constantFrom("a", "b", "level", "x.y", "length"),
    values: [fc.constantFrom("ERROR", "a", "404", "x y", null, true, 404, 0, -5, 1000, 2.5)],
    maxDepth: 2,
  })
  .map((value) => JSON.stringify(value));
const lineMessage = fc
  .array(fc.constantFrom("ERROR", "a", "404", "[x y]", '"GET /"', "1000", "-5", "level"), { maxLength: 6 })
  .map((words) => words.join(" "));

export const logMessage = fc.oneof(jsonMessage, lineMessage, fc.string());
