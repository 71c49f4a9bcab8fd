import { contractWith, type DeclaredColumns } from "cumulog/analysis";
import { identifier, literal } from "./engine/engine.ts";

const EMAIL = "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}";
const IPV4 = "\\b(?:\\d{1,3}\\.){3}\\d{1,3}\\b";
/** Of networks that hosts have addresses of; a time such as 2026:01:02 is none. */
const IPV6 =
  "(?i)\\b(?:[23][0-9a-f]{3}|f[cd][0-9a-f]{2}|fe80)(?:(?::[0-9a-f]{1,4}){7}|(?::[0-9a-f]{1,4}){0,5}::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?)";
const CARD = "\\b(?:\\d[ -]?){13,16}\\b";
const BEARER = '(?i)\\b(bearer|token|password|secret|api[_-]?key)(\\W{1,4})[^\\s",}]+';

function maskedText(column: string): string {
  const steps = [
    [EMAIL, "[email]"],
    [IPV6, "[ip]"],
    [IPV4, "[ip]"],
    [CARD, "[number]"],
    [BEARER, "\\1\\2[secret]"],
  ] as const;
  return steps.reduce(
    (value, [find, by]) => `regexp_replace(${value}, ${literal(find)}, ${literal(by)}, 'g')`,
    column,
  );
}

/**
 * Values of columns without what may name a person. Ids become hashes that are equal within one export, so that users can still be
 * told apart, and cannot be looked up with another one. Columns of one's own are masked when they are texts.
 */
export function maskedColumns(salt: string, declared: DeclaredColumns): Readonly<Record<string, string>> {
  const own = contractWith(declared).columns.filter(
    ({ name, type }) => Object.hasOwn(declared, name) && type === "text",
  );
  const hashed = (name: string) => `substr(sha256(${literal(salt)} || ${name}), 1, 16)`;
  return {
    ...Object.fromEntries(own.map(({ name }) => [name, maskedText(identifier(name))])),
    user_id: hashed("user_id"),
    request_id: hashed("request_id"),
    trace_id: hashed("trace_id"),
    message: maskedText("message"),
    message_template: maskedText("message_template"),
    route: maskedText("route"),
    attributes: maskedText("attributes"),
  };
}
