import type * as z from "zod";

/** One thing that is wrong with a configuration. */
export interface ConfigurationIssue {
  readonly path: readonly PropertyKey[];
  /** What was expected there. */
  readonly message: string;
}

type ZodIssue = z.core.$ZodIssue;

const NOUNS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "members with values",
  record: "members with values",
  array: "a list",
};

/** The message of a union that has none of its own. */
const UNSAID = "Invalid input";

const FORMATS: Readonly<Record<string, string>> = {
  url: "expected a URL, such as https://example.com/runbook",
  email: "expected an e-mail address",
};

/** What issues say, in words for people and once for each place: a rule that looks at a wrong value again adds nothing. */
export function issuesOf(issues: readonly ZodIssue[], document: unknown): ConfigurationIssue[] {
  const told = new Map<string, ConfigurationIssue>();
  for (const issue of issues)
    for (const one of placesOf(issue, document)) {
      const key = JSON.stringify(one.path.map(String));
      if (!told.has(key)) told.set(key, one);
    }
  return [...told.values()];
}

function placesOf(issue: ZodIssue, document: unknown): ConfigurationIssue[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: "unknown" }));
  if (issue.code === "invalid_union" && issue.message === UNSAID) {
    // The form that was meant is the one that is wrong only inside.
    const meant = issue.errors.find((inner) => inner.some(({ path }) => path.length > 0));
    if (meant)
      return meant.flatMap((inner) =>
        placesOf({ ...inner, path: [...issue.path, ...inner.path] } as ZodIssue, document),
      );
  }
  return [{ path: issue.path, message: textOf(issue, valueAt(document, issue.path)) }];
}

function textOf(issue: ZodIssue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined
        ? `missing; expected ${nounOf(issue.expected)}`
        : `expected ${nounOf(issue.expected)}, found ${kindOf(value)}`;
    case "invalid_value":
      return `expected ${issue.values.length === 1 ? "" : "one of "}${issue.values.map(String).join(", ")}`;
    case "too_small":
      return boundText(issue.origin, "at least", Number(issue.minimum), issue.inclusive === false);
    case "too_big":
      return boundText(issue.origin, "at most", Number(issue.maximum), issue.inclusive === false);
    case "invalid_key":
      return issue.issues[0]?.message ?? issue.message;
    case "invalid_format":
      return FORMATS[issue.format] ?? issue.message;
    case "invalid_union":
      return unionText(issue, value);
    default:
      return issue.message;
  }
}

/** Of a list of forms that are told apart by a member. */
const DISCRIMINATOR = /^Invalid discriminator value\. Expected (.*)$/;

/** What any of the forms of a member would have been. */
function unionText(issue: Extract<ZodIssue, { code: "invalid_union" }>, value: unknown): string {
  const kinds = DISCRIMINATOR.exec(issue.message)?.[1];
  if (kinds !== undefined) return `expected one of ${kinds.replaceAll("'", "").replaceAll(" | ", ", ")}`;
  // A union that says itself what it expects.
  if (issue.message !== UNSAID) return issue.message;
  const forms = issue.errors.flatMap(([first]) => {
    const text = first && first.path.length === 0 ? textOf(first, value) : undefined;
    return text?.startsWith("expected ")
      ? [text.slice("expected ".length).replace(/, found [^,]*$/, "")]
      : [];
  });
  const expected = [...new Set(forms)].join(", or ");
  return `expected ${expected || "another form"}, found ${kindOf(value)}`;
}

function boundText(origin: string, word: string, bound: number, isOpen: boolean): string {
  if (origin === "array" || origin === "set") return `expected ${word} ${bound} in the list`;
  if (origin === "string") return `expected ${word} ${bound} ${bound === 1 ? "character" : "characters"}`;
  if (isOpen) return `expected ${word === "at least" ? "more than" : "less than"} ${bound}`;
  return `expected ${word} ${bound}`;
}

const nounOf = (type: string): string => NOUNS[type] ?? type;

/** Never the value itself, which may be a secret. */
function kindOf(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" && !Number.isFinite(value)) return "a number that is not finite";
  return typeof value === "boolean" ? "true or false" : nounOf(typeof value);
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value = document;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
