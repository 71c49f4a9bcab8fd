const STEP = /\.([\w$-]+)|\.\*|\[(\d+|\*)\]|\['([^']*)'\]|\["([^"]*)"\]/y;

type Step = string | number | typeof ALL;
const ALL = Symbol("all");

/**
 * Reads a path such as `$.detail.items[0].name`, with `*` for every element.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 *
 * @returns what finds the value in an event, undefined when nothing is there; undefined when the path is malformed
 */
export function compileJsonPath(path: string): ((event: unknown) => unknown) | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: Step[] = [];
  for (let at = 1; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const found = STEP.exec(path);
    if (!found) return undefined;
    const [text, name, index, single, double] = found;
    if (text === ".*" || index === "*") steps.push(ALL);
    else steps.push(index === undefined ? (name ?? single ?? double)! : Number(index));
  }
  if (!steps.includes(ALL)) return (event) => steps.reduce(follow, event);
  return (event) => {
    let found: unknown[] = [event];
    for (const step of steps)
      found =
        step === ALL
          ? found.flatMap((value) =>
              typeof value === "object" && value !== null ? Object.values(value) : [],
            )
          : found.map((value) => follow(value, step)).filter((value) => value !== undefined);
    return found;
  };
}

function follow(value: unknown, step: Step): unknown {
  if (typeof value !== "object" || value === null || typeof step === "symbol") return undefined;
  return Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
}
