import { evaluateMetricMath, type MetricInput, type MetricMathOptions } from "./evaluate-metric-math.ts";
import { type Expression, parseExpression } from "./parse-expression.ts";
import type { MathValue } from "./values.ts";

/** An expression beside others, as in GetMetricData and in the metrics of an alarm. */
export interface MetricQuery {
  readonly id: string;
  readonly expression: string;
}

/** Expressions that need each other's results. */
export class MetricQueryCycleError extends Error {
  override readonly name = "MetricQueryCycleError";
  readonly ids: readonly string[];

  constructor(ids: readonly string[]) {
    super(`The expressions ${ids.join(" -> ")} need each other; one of them has to do without`);
    this.ids = ids;
  }
}

/**
 * Evaluates expressions that may use each other's results, in whatever order they are given.
 *
 * @param metrics The metrics that are no expressions, by id
 * @throws MetricMathError, or MetricQueryCycleError when expressions need each other
 */
export function evaluateMetricQueries(
  queries: readonly MetricQuery[],
  metrics: Readonly<Record<string, MetricInput>>,
  options: MetricMathOptions = {},
): Map<string, MathValue> {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const results = new Map<string, MathValue>();
  const evaluate = (query: MetricQuery, path: readonly string[]): void => {
    if (results.has(query.id)) return;
    if (path.includes(query.id))
      throw new MetricQueryCycleError([...path.slice(path.indexOf(query.id)), query.id]);
    for (const name of namesIn(parseExpression(query.expression))) {
      const needed = byId.get(name);
      if (needed) evaluate(needed, [...path, query.id]);
    }
    results.set(
      query.id,
      evaluateMetricMath(query.expression, metrics, { ...options, expressions: results }),
    );
  };
  for (const query of queries) evaluate(query, []);
  return results;
}

function namesIn(tree: Expression): string[] {
  switch (tree.type) {
    case "name":
      return [tree.name];
    case "list":
      return tree.items.flatMap(namesIn);
    case "negate":
      return namesIn(tree.operand);
    case "binary":
      return [...namesIn(tree.left), ...namesIn(tree.right)];
    case "call":
      return tree.arguments.flatMap(namesIn);
    default:
      return [];
  }
}
