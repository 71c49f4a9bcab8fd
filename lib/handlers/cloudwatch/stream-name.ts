import { hostname } from "node:os";

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
  return (timestamp, logger) =>
    legal(
      fixed
        .replaceAll("{date}", () => new Date(timestamp).toISOString().slice(0, 10))
        .replaceAll("{logger}", () => logger || "root"),
    );
}

function legal(name: string): string {
  return name.replace(/[:*]/g, "-").slice(0, 512) || "-";
}
