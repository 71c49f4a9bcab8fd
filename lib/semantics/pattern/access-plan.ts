import { type ConditionNode, type Leaf, rankOf, type SubjectTest } from "./condition-node.ts";
import { RestTest } from "./rest-test.ts";

/** One way in which a condition can come to hold: a leaf that must, and what else must then. */
export interface Access<Subject> {
  readonly leaf: Leaf<Subject>;
  /** Undefined when the leaf alone is enough. */
  readonly rest: RestTest<Subject> | undefined;
}

/** A condition holds when one of the accesses does. */
interface Plan<Subject> {
  readonly accesses: readonly {
    readonly leaf: Leaf<Subject>;
    readonly others: readonly ConditionNode<Subject>[];
  }[];
  readonly cost: number;
}

/** How much more often a leaf of the next rank is expected to hold. */
const RANK_FACTOR = 1_000;

/**
 * The accesses of a condition, over the leaves that hold most rarely: of an `&&` those of one operand, of an `||` those
 * of all.
 *
 * @param frequency in how many patterns of the set a leaf occurs, by its key
 */
export function planAccesses<Subject>(
  node: ConditionNode<Subject>,
  frequency: ReadonlyMap<string, number>,
): readonly Access<Subject>[] {
  const compiled = new Map<ConditionNode<Subject>, SubjectTest<Subject>>();
  return plan(node, frequency).accesses.map(({ leaf, others }) => ({
    leaf,
    rest: others.length === 0 ? undefined : restTest(others, compiled),
  }));
}

/** Calls `visit` with every leaf of a condition. */
export function forEachLeaf<Subject>(
  node: ConditionNode<Subject>,
  visit: (leaf: Leaf<Subject>) => void,
): void {
  if (node.type === "leaf") visit(node);
  else for (const operand of node.operands) forEachLeaf(operand, visit);
}

function plan<Subject>(node: ConditionNode<Subject>, frequency: ReadonlyMap<string, number>): Plan<Subject> {
  if (node.type === "leaf") {
    const cost = rankOf(node) * RANK_FACTOR + (frequency.get(node.key) ?? 1);
    return { accesses: [{ leaf: node, others: [] }], cost };
  }
  const plans = node.operands.map((operand) => plan(operand, frequency));
  if (node.type === "or")
    return {
      accesses: plans.flatMap(({ accesses }) => accesses),
      cost: plans.reduce((sum, { cost }) => sum + cost, 0),
    };
  const best = plans.reduce((found, each) => (each.cost < found.cost ? each : found));
  const others = node.operands.filter((_, index) => plans[index] !== best);
  return {
    accesses: best.accesses.map((access) => ({ leaf: access.leaf, others: [...access.others, ...others] })),
    cost: best.cost,
  };
}

type Compiled<Subject> = Map<ConditionNode<Subject>, SubjectTest<Subject>>;

function restTest<Subject>(
  others: readonly ConditionNode<Subject>[],
  compiled: Compiled<Subject>,
): RestTest<Subject> {
  const [first] = others;
  const single = others.length === 1 && first?.type === "leaf" ? first : undefined;
  return new RestTest(conjunction(others, compiled), single);
}

function conjunction<Subject>(
  nodes: readonly ConditionNode<Subject>[],
  compiled: Compiled<Subject>,
): SubjectTest<Subject> {
  const cheapestFirst = nodes.toSorted((left, right) => costOf(left) - costOf(right));
  return allOf(cheapestFirst.map((node) => compileNode(node, compiled)));
}

function compileNode<Subject>(
  node: ConditionNode<Subject>,
  compiled: Compiled<Subject>,
): SubjectTest<Subject> {
  const known = compiled.get(node);
  if (known !== undefined) return known;
  const test =
    node.type === "leaf"
      ? node.test
      : node.type === "and"
        ? conjunction(node.operands, compiled)
        : anyOf(node.operands.map((operand) => compileNode(operand, compiled)));
  compiled.set(node, test);
  return test;
}

/** Searches in texts cost more than comparisons of any kind. */
function costOf<Subject>(node: ConditionNode<Subject>): number {
  if (node.type !== "leaf") return node.operands.reduce((sum: number, operand) => sum + costOf(operand), 0);
  const rank = rankOf(node);
  return rank === 2 || rank === 3 || rank === 7 ? 10 : 1;
}

function allOf<Subject>(tests: readonly SubjectTest<Subject>[]): SubjectTest<Subject> {
  const [first, second] = tests as readonly [SubjectTest<Subject>, SubjectTest<Subject> | undefined];
  if (second === undefined) return first;
  if (tests.length === 2) return (subject) => first(subject) && second(subject);
  return (subject) => {
    for (let index = 0; index < tests.length; index++)
      if (!(tests[index] as SubjectTest<Subject>)(subject)) return false;
    return true;
  };
}

function anyOf<Subject>(tests: readonly SubjectTest<Subject>[]): SubjectTest<Subject> {
  return (subject) => {
    for (let index = 0; index < tests.length; index++)
      if ((tests[index] as SubjectTest<Subject>)(subject)) return true;
    return false;
  };
}
