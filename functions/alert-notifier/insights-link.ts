import { consoleHost } from "../shared/console-host.ts";

/**
 * Address of a Logs Insights query in the console. The console writes the query with `~` and `'` as structure, and every
 * other character outside the unreserved ones as `*` and two hexadecimal digits.
 */
export function insightsUrl(query: {
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly queryString: string;
  readonly start: number;
  readonly end: number;
}): string {
  const sources = query.logGroups.map((group) => `~'${escapeText(group)}`).join("");
  const detail =
    `~(end~'${escapeText(new Date(query.end).toISOString())}~start~'${escapeText(new Date(query.start).toISOString())}` +
    `~timeType~'ABSOLUTE~tz~'UTC~editorString~'${escapeText(query.queryString)}~source~(${sources}))`;
  return `${consoleUrl(query.region)}#logsV2:logs-insights$3FqueryDetail$3D${detail}`;
}

/** Address of an alarm in the console. */
export function alarmUrl(region: string, name: string): string {
  return `${consoleUrl(region)}#alarmsV2:alarm/${encodeURIComponent(name)}`;
}

function consoleUrl(region: string): string {
  return `https://${consoleHost(region)}/cloudwatch/home?region=${encodeURIComponent(region)}`;
}

function escapeText(text: string): string {
  let escaped = "";
  for (const byte of Buffer.from(text, "utf8")) {
    const character = String.fromCharCode(byte);
    escaped += /[A-Za-z0-9_.-]/.test(character) ? character : `*${byte.toString(16).padStart(2, "0")}`;
  }
  return escaped;
}
