import type { Filter } from "@aws-sdk/client-secrets-manager";
import type { Input } from "#kernel/service.ts";
import type { Secret } from "./secret.ts";

/** Texts of a secret that a filter looks at. */
const TEXTS: Readonly<Record<string, (secret: Secret) => readonly (string | undefined)[]>> = {
  name: ({ name }) => [name],
  description: ({ description }) => [description],
  "tag-key": ({ tags = [] }) => tags.map(({ Key }) => Key),
  "tag-value": ({ tags = [] }) => tags.map(({ Value }) => Value),
};

/**
 * Whether a secret is what all filters ask for; a filter asks for any of its values.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html
 */
export const matchesFilters = (secret: Secret, filters: readonly Input<Filter>[]): boolean =>
  filters.every(({ Key = "all", Values = [] }) => Values.some((value) => matches(secret, Key, value)));

/** Values are beginnings; "!" in front of one excludes what begins so. Descriptions and "all" take any case. */
function matches(secret: Secret, key: string, value: string): boolean {
  const excludes = value.startsWith("!");
  const wanted = excludes ? value.slice(1) : value;
  const found =
    key === "all"
      ? wanted.split(/\W+/).some((word) => word !== "" && anyHas(Object.keys(TEXTS), secret, word))
      : begins(TEXTS[key]?.(secret) ?? [], wanted, key === "description");
  return found !== excludes;
}

const begins = (texts: readonly (string | undefined)[], start: string, anyCase: boolean): boolean =>
  texts.some((text = "") => (anyCase ? lower(text).startsWith(lower(start)) : text.startsWith(start)));

const anyHas = (keys: readonly string[], secret: Secret, word: string): boolean =>
  keys.some((key) => TEXTS[key]!(secret).some((text = "") => lower(text).includes(lower(word))));

const lower = (text: string): string => text.toLowerCase();
