import { stripVTControlCharacters } from "node:util";

/** Log text as one line that is safe to print: control characters could move the cursor or set the terminal's title. */
export function terminalText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\t\r\n]+/g, " ")
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}
