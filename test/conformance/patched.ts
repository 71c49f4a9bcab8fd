/** A request of the corpus: its base with dotted members put in, null removing one, lists and texts made by a rule. */
export function patched<Input>(base: Input, patch: Readonly<Record<string, unknown>> = {}): Input {
  const input = structuredClone(base) as Record<string, unknown>;
  for (const [path, given] of Object.entries(patch)) {
    const names = path.split(".");
    const last = names.pop()!;
    let target = input;
    for (const name of names) target = target[name] as Record<string, unknown>;
    if (given === null) delete target[last];
    else target[last] = made(given);
  }
  return input as Input;
}

function made(given: unknown): unknown {
  if (typeof given !== "object" || given === null) return given;
  const rule = given as { repeat?: string; repeatText?: string; count?: number; prefix?: string };
  if (rule.repeat !== undefined)
    return Array.from({ length: rule.count! }, (_, index) => rule.repeat!.replace("%d", String(index)));
  if (rule.repeatText !== undefined) return (rule.prefix ?? "") + rule.repeatText.repeat(rule.count!);
  return given;
}
