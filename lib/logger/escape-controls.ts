/**
 * What can move a terminal's cursor, colour it, set its title, make a link, turn the direction of writing, or begin a new line: control
 * characters but the tab, marks of direction, separators of lines, and halves of surrogate pairs.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const CONTROLS =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]/gu;
const NAMES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r" };

/** A text on one line, with everything in it that is not to be shown but obeyed written as an escape such as `\u001b`. */
export function escapeControls(text: string): string {
  return text.replace(
    CONTROLS,
    (character) => NAMES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const INDENT = "    ";

/**
 * An error's stack on lines of its own that no text in it can forge: the message stands on the first one, the others are indented.
 */
export function escapeStack(stack: string, name: string, message: string): string {
  const head = `${name}: ${message}`;
  const at = message === "" ? -1 : stack.indexOf(head);
  const oneLine = at < 0 ? stack : stack.slice(0, at) + escapeControls(head) + stack.slice(at + head.length);
  return (
    oneLine
      .split("\n")
      .map(escapeControls)
      // After escaping: a white space that is written as an escape indents nothing.
      .map((line, index) => (index === 0 || /^[ \t]/.test(line) ? "" : INDENT) + line)
      .join("\n")
  );
}
