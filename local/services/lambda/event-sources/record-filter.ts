import { type EventPattern, parseEventPattern } from "cumulog/semantics";
import type { EventSourceMapping } from "./mapping.ts";

/**
 * Whether a record matches one of a mapping's filters; all do when it has none. A body or data that is a JSON object or
 * list is matched as such, everything else as a text.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 *
 * @param member the record's member with the content, `"body"` or `"data"`
 */
export function recordFilter(
  { settings }: Pick<EventSourceMapping, "settings">,
  member: "body" | "data",
): (record: Readonly<Record<string, unknown>>, content: string) => boolean {
  const patterns = (settings.FilterCriteria?.Filters ?? [])
    .flatMap(({ Pattern }) => Pattern ?? [])
    .map((pattern): EventPattern => parseEventPattern(pattern));
  if (patterns.length === 0) return () => true;
  return (record, content) => {
    const event = { ...record, [member]: structured(content) };
    return patterns.some((pattern) => pattern.matches(event));
  };
}

function structured(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : text;
  } catch {
    return text;
  }
}
