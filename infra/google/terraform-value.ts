/** Members whose names are the user's own: they keep their letters. */
const OWN_NAMES = new Set(["labels", "sensitiveLabels", "userLabels", "labelExtractors"]);

/**
 * A resource in the JSON form of Google's API as Terraform's provider writes it: names in snake case, and no text read as a
 * template (`${` becomes `$${`). References to other resources are put in afterwards.
 */
export function terraformValue(value: unknown, isOwn = false): unknown {
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return value.map((element) => terraformValue(element));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [
        isOwn ? name : snakeCase(name),
        terraformValue(member, OWN_NAMES.has(name) && !Array.isArray(member)),
      ]),
  );
}

/** A text that Terraform takes as it is. https://developer.hashicorp.com/terraform/language/syntax/json#string-literals */
export function literal(text: string): string {
  return text.replaceAll(/([$%])\{/g, "$1$1{");
}

/** A name of a resource in Terraform. */
export function terraformName(text: string): string {
  const name = text.replaceAll(/\W+/g, "_");
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
