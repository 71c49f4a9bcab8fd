/** A text of a query, where a backslash stands for the character behind it; regular expressions are written the same way. */
export function quotedText(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** A regular expression that matches a text as it stands. */
export function escapedRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&").replaceAll("\n", "\\n");
}
