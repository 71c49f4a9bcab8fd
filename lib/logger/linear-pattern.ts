/** Replaces what a pattern matches. */
export type Replace = (text: string) => string;

type Engine = typeof import("re2js").RE2JS;

/** Ways in which a pattern may match at one place, up to which a backtracking engine is fast whatever the text is. */
const MAXIMUM_CHOICES = 500;

/**
 * A pattern that takes time in proportion to the text, whatever that is: JavaScript's own engine where the pattern cannot backtrack
 * much, RE2's where it could.
 *
 * @throws {SyntaxError} for one that is no pattern, or that only backtracking can match
 */
export async function linearPattern(given: RegExp | string, replacement: string): Promise<Replace> {
  const pattern =
    given instanceof RegExp
      ? new RegExp(given, [...new Set(`${given.flags}g`)].filter((flag) => flag !== "y").join(""))
      : new RegExp(given, "gu");
  if (isHarmless(pattern.source)) return (text) => text.replace(pattern, () => replacement);
  const { RE2JS } = await import("re2js");
  const linear = compileLinear(RE2JS, pattern);
  const quoted = RE2JS.quoteReplacement(replacement);
  return (text) => linear.matcher(text).replaceAll(quoted);
}

function compileLinear(RE2JS: Engine, pattern: RegExp): InstanceType<Engine> {
  let flags = 0;
  if (pattern.ignoreCase) flags |= RE2JS.CASE_INSENSITIVE;
  if (pattern.multiline) flags |= RE2JS.MULTILINE;
  if (pattern.dotAll) flags |= RE2JS.DOTALL;
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern), flags);
  } catch (cause) {
    throw new SyntaxError(
      "it can only be matched by backtracking, which a text can make endless: write it without (?=, (?!, (?<=, (?<! and \\1",
      { cause },
    );
  }
}

/** One element of a pattern: an escape, a class, a bracket, a quantifier, or a character. */
const ELEMENT =
  /\\(?:[pPu]\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]?(?:[^>]*>)?))?|\{\d+(?:,\d*)?\}\??|[*+?]\??|./gsu;
const COUNTED = /^\{(\d+)(?:,(\d*))?\}/;

/**
 * Whether a pattern has few ways to match at each place: no unbounded repetition but a last one that nothing follows, none of a
 * group, few alternatives.
 */
function isHarmless(source: string): boolean {
  let choices = 1;
  let elements = 0;
  let endless = 0;
  let before = "";
  for (const [element] of source.matchAll(ELEMENT)) {
    elements += 1;
    // References and assertions with a pattern of their own are for the engine that refuses them.
    if (/^\\[1-9k]/.test(element) || /^\(\?[=!<]/.test(element)) return false;
    const counted = COUNTED.exec(element);
    if (counted || /^[*+?]/.test(element)) {
      if (before === ")") return false;
      const [, least = "0", most = least] = counted ?? [];
      if (/^[*+]/.test(element) || most === "") endless = elements;
      else choices *= counted ? Number(most) - Number(least) + 1 : 2;
    } else if (element === "|") choices *= 2;
    before = element;
  }
  return choices <= MAXIMUM_CHOICES && (endless === 0 || (endless === elements && !source.includes("|")));
}
