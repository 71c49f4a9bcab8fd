import { type Position, parseEventId } from "../log-event.ts";

/** What `@ptr` holds: where an event is kept. */
export function pointerTo(logGroupName: string, logStreamName: string, id: string): string {
  return Buffer.from(JSON.stringify([logGroupName, logStreamName, id])).toString("base64");
}

/** What a pointer names, or undefined when the text is no pointer. */
export function parsePointer(
  text: string,
): { logGroupName: string; logStreamName: string; position: Position } | undefined {
  try {
    const [logGroupName, logStreamName, id] = JSON.parse(Buffer.from(text, "base64").toString());
    if (typeof logGroupName !== "string" || typeof logStreamName !== "string") return undefined;
    const position = typeof id === "string" ? parseEventId(id) : undefined;
    return position && { logGroupName, logStreamName, position };
  } catch {
    return undefined;
  }
}
