/** Whether a text is a JSON document. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A document as JSON; a text, which templates may give in its place, is one already. */
export const jsonText = (document: unknown): string =>
  typeof document === "string" ? document : JSON.stringify(document);
