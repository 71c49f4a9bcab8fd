/** How loud a line is. */
export type Tone = "error" | "warning" | "plain" | "quiet";

/** How loud a level is, by its name in any case. */
export function toneOf(level: string | undefined): Tone {
  if (level === undefined) return "plain";
  if (/^(error|err|severe|fatal|crit|critical|panic|alert|emerg|emergency)$/i.test(level)) return "error";
  if (/^warn(ing)?$/i.test(level)) return "warning";
  return /^(debug|trace)$/i.test(level) ? "quiet" : "plain";
}

/** Where a level stands in JSON: its beginning is looked at, for a line can be a megabyte. */
const CHARACTERS = 2_000;
const IN_JSON = /"(?:level|severity|severity_text|levelname)"\s*:\s*(?:"([A-Za-z]{3,12})"|(\d{2})\b)/;
const IN_TEXT = /\b(TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|ALERT|EMERGENCY|FATAL)\b/;
/** The status of an access log stands behind the request's quotation mark. */
const STATUS = /" ([1-5])\d\d (?:\d|-)/;

/** The level that a line of text or JSON names, without parsing it. */
export function levelOf(message: string): string | undefined {
  if (message.startsWith("{")) {
    const [, name, number] = IN_JSON.exec(message.slice(0, CHARACTERS)) ?? [];
    if (number === undefined) return name;
    // As pino and bunyan count.
    return Number(number) >= 50 ? "error" : Number(number) >= 40 ? "warn" : "info";
  }
  return IN_TEXT.exec(message.slice(0, 120))?.[1];
}

/** How loud a line is: by its level, by the severity of its entry, or by the status of an access log. */
export function toneOfLine({ message, severity }: { message: string; severity?: string | undefined }): Tone {
  const level = levelOf(message) ?? severity;
  if (level !== undefined) return toneOf(level);
  const status = message.startsWith("{") ? undefined : STATUS.exec(message.slice(0, CHARACTERS))?.[1];
  if (status === "5") return "error";
  return status === "4" ? "warning" : "plain";
}
