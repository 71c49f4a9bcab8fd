import { given, isObject, mistakesOf } from "./check-shape.ts";
import { pathText } from "./path-text.ts";
import { type Members, object } from "./shape.ts";
import type { Mistake } from "./shape-types.ts";

/**
 * Checks options that a program gives.
 *
 * @param owner what has the options, such as `"CloudWatchHandler"`
 * @throws {TypeError} that names the option, what was given and what is allowed
 */
export function checkOptions(owner: string, options: unknown, members: Members): void {
  const mistake = isObject(options)
    ? sentenceOf(mistakesOf(object(members), options, "code")[0])
    : `options must be an object, not ${given(options)}`;
  if (mistake !== undefined) throw new TypeError(`${owner}: ${mistake}`);
}

function sentenceOf(mistake: Mistake | undefined): string | undefined {
  if (mistake === undefined) return undefined;
  const { path, allowed, message, given: shown } = mistake;
  const name = pathText(path);
  if (allowed !== undefined)
    return shown === undefined ? `${name} ${message}` : `${name} is ${shown}; use ${allowed}`;
  if (path.length === 1 && message.startsWith("is unknown")) return `option ${name} ${message}`;
  // A message about a level names it already.
  return message.startsWith("level ") ? message : `${name} ${message}`;
}
