import { readFileSync } from "node:fs";
import { reasonOf } from "cumulog/analysis";
import { parseDuration } from "cumulog/semantics";
import { type AlarmResult, type BacktestResult, pageTime } from "./result.ts";

/** A list of incidents that cannot be read. */
export class IncidentsError extends Error {
  override readonly name = "IncidentsError";
}

/** Something that people should have been told of. */
export interface Incident {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** What alarms would have told of incidents. */
export interface IncidentScore {
  /** Incidents that the history covers. */
  readonly incidents: number;
  /** Of these, those that were told of. */
  readonly caught: number;
  /** The names of the others. */
  readonly missed: readonly string[];
  /** Times an alarm went off without an incident near. */
  readonly falsePages: number;
  /** Milliseconds from the start of an incident to the first page, the median of those that were caught. */
  readonly delayMs: number | undefined;
}

/** Milliseconds before and after an incident within which a page belongs to it: people note incidents by the quarter of an hour. */
export const NEAR = 900_000;

/**
 * Incidents of a file: a line each of a start, an end or a duration, and a name, such as `2026-01-05T12:00:00Z 30m checkout down`,
 * with commas between them if there are blanks in the times; lines that begin with `#` are left out.
 *
 * @throws IncidentsError
 */
export function readIncidents(path: string): Incident[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new IncidentsError(`The incidents ${path} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
  const incidents = text
    .split(/\r?\n/)
    .flatMap((line, index) => (/^\s*(?:#|$)/.test(line) ? [] : [incidentOf(line, `${path}:${index + 1}`)]));
  // The first line of a table says what its columns are.
  const known = incidents.filter((incident, index) => incident !== undefined || index > 0);
  const wrong = known.indexOf(undefined);
  if (wrong !== -1 || known.length === 0)
    throw new IncidentsError(
      `${path}: expected lines with a start, an end or a duration, and a name, such as "2026-01-05T12:00:00Z 30m checkout down"${known.length === 0 ? "; there is none" : `; incident ${wrong + 1} is not of this form`}.`,
    );
  return known as Incident[];
}

function incidentOf(line: string, place: string): Incident | undefined {
  const separator = line.includes(",") ? "," : line.includes("\t") ? "\t" : /\s+/;
  const [start = "", end = "", ...name] = line
    .trim()
    .split(separator)
    .map((part) => part.trim().replaceAll(/^"|"$/g, ""));
  const from = timeOf(start);
  if (from === undefined) return undefined;
  const to = /^\d+(?:\.\d+)?[smhd]$/.test(end) ? from + parseDuration(end) : timeOf(end);
  if (to === undefined || to < from) return undefined;
  return { name: name.join(" ") || place, from, to };
}

/** ISO 8601; without a zone it is UTC. */
function timeOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10));
  const iso = text.replace(" ", "T");
  const time = Date.parse(hasZone || iso.length === 10 ? iso : `${iso}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** An alarm that has been on for long tells nobody of an incident: what counts is when it went off. */
const isNear = (page: number, { from, to }: Incident): boolean => page >= from - NEAR && page <= to + NEAR;

/** What one alarm, or several together, would have told of incidents. */
export function scoreOf(
  alarms: readonly Pick<AlarmResult, "firings">[],
  incidents: readonly Incident[],
  { start, end }: Pick<BacktestResult, "start" | "end">,
): IncidentScore {
  const covered = incidents.filter(({ from, to }) => to >= (start ?? 0) && from <= (end ?? 0));
  const pages = alarms.flatMap(({ firings }) => firings.flatMap((firing) => pageTime(firing) ?? []));
  const delays: number[] = [];
  const missed: string[] = [];
  for (const incident of covered) {
    const first = pages.reduce(
      (least, page) => (isNear(page, incident) ? Math.min(least, page) : least),
      Number.POSITIVE_INFINITY,
    );
    if (first === Number.POSITIVE_INFINITY) missed.push(incident.name);
    else delays.push(Math.max(0, first - incident.from));
  }
  delays.sort((one, other) => one - other);
  return {
    incidents: covered.length,
    caught: delays.length,
    missed,
    falsePages: pages.filter((page) => !covered.some((incident) => isNear(page, incident))).length,
    delayMs: delays[delays.length >> 1],
  };
}
