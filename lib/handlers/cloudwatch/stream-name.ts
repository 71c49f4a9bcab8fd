import { hostname } from "node:os";

const DAY_MS = 86_400_000;
const PLACEHOLDERS = ["host", "pid", "date", "logger"] as const;

/**
 * Makes the stream's name of a record from a template: `{host}`, `{pid}`, `{date}` (UTC day of the record) and
 * `{logger}`. Characters that a name may not have (`:` and `*`) become `-`.
 *
 * @throws {TypeError} for an unknown placeholder
 */
export function streamNamer(template: string): (timestamp: number, logger: string) => string {
  for (const [, name] of template.matchAll(/\{([^}]*)\}/g)) {
    if (!(PLACEHOLDERS as readonly string[]).includes(name!))
      throw new TypeError(
        `CloudWatchHandler: logStreamName has {${name}}; use ${PLACEHOLDERS.map((each) => `{${each}}`).join(", ")}`,
      );
  }
  const fixed = template.replaceAll("{host}", () => hostname()).replaceAll("{pid}", String(process.pid));
  if (!/\{(?:date|logger)\}/.test(fixed)) {
    const name = legal(fixed);
    return () => name;
  }
  const named = (timestamp: number, logger: string) =>
    legal(
      fixed
        .replaceAll("{date}", () => new Date(timestamp).toISOString().slice(0, 10))
        .replaceAll("{logger}", () => logger || "root"),
    );
  // Nearly all records come from the logger and on the day of the one before.
  let last = { day: Number.NaN, logger: "", name: "" };
  return (timestamp, logger) => {
    const day = Math.floor(timestamp / DAY_MS);
    if (day !== last.day || logger !== last.logger) last = { day, logger, name: named(timestamp, logger) };
    return last.name;
  };
}

function legal(name: string): string {
  return name.replace(/[:*]/g, "-").slice(0, 512) || "-";
}
