import { stripVTControlCharacters } from "node:util";
import { escapeControls } from "cumulog";

/** Log text as one line that is safe to print: control characters could move the cursor or set the terminal's title. */
export function terminalText(text: string): string {
  return escapeControls(stripVTControlCharacters(text).replaceAll(/[\t\r\n]+/g, " "));
}
