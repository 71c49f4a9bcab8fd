import { given, isObject, mistakesOf } from "./check-shape.ts";
import { pathText } from "./path-text.ts";
import { type Members, object } from "./shape.ts";

/**
 * Checks options that a program gives.
 *
 * @param owner what has the options, such as `"CloudWatchHandler"`
 * @throws {TypeError} that names the option, what was given and what is allowed
 */
export function checkOptions(owner: string, options: unknown, members: Members): void {
  if (!isObject(options)) throw new TypeError(`${owner}: options must be an object, not ${given(options)}`);
  const [mistake] = mistakesOf(object(members), options, "code");
  if (mistake === undefined) return;
  const { path, allowed, message, given: shown } = mistake;
  const name = pathText(path);
  if (allowed === undefined && path.length === 1 && message.startsWith("is unknown"))
    throw new TypeError(`${owner}: option ${name} ${message}`);
  // A message about a level names it already.
  if (allowed === undefined)
    throw new TypeError(
      message.startsWith("level ") ? `${owner}: ${message}` : `${owner}: ${name} ${message}`,
    );
  throw new TypeError(
    shown === undefined
      ? `${owner}: ${name} must be ${allowed}`
      : `${owner}: ${name} is ${shown}; use ${allowed}`,
  );
}
