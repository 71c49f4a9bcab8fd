/** A place in a log. */
export interface LinePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A line whose time is far from that of all around it. */
export interface StrayLine extends LinePlace {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** What was noticed while a log was read. It grows until the last line was given. */
export interface ReadingReport {
  /** Lines that were given. */
  lines: number;
  /** Of these, lines without a time of their own: they have that of the line before. */
  undated: number;
  /** Lines that came behind later ones by more than could be put into order: how many, by how much at most, and the first. */
  readonly late: { count: number; mostMs: number; readonly first: LinePlace[] };
  /** Lines whose times are far from all around them, such as those of a clock that was not set; they are not given. */
  readonly stray: { count: number; readonly first: StrayLine[] };
  /** Files of folders that were left out, and why. */
  readonly leftOut: { readonly file: string; readonly reason: string }[];
  /** Lines that were cut because they have no end within a megabyte. */
  cut: number;
  /** What else has to be said, one sentence each. */
  readonly notes: string[];
}

/** More places than these are counted only. */
const MOST_PLACES = 10;

export const emptyReport = (): ReadingReport => ({
  lines: 0,
  undated: 0,
  late: { count: 0, mostMs: 0, first: [] },
  stray: { count: 0, first: [] },
  leftOut: [],
  cut: 0,
  notes: [],
});

export function noteStray(report: ReadingReport, line: StrayLine): void {
  report.stray.count++;
  if (report.stray.first.length < MOST_PLACES) report.stray.first.push(line);
}

export function noteLate(report: ReadingReport, place: LinePlace, milliseconds: number): void {
  report.late.count++;
  report.late.mostMs = Math.max(report.late.mostMs, milliseconds);
  if (report.late.first.length < MOST_PLACES) report.late.first.push(place);
}

const lineCount = (count: number): string => (count === 1 ? "1 line" : `${count.toLocaleString("en")} lines`);

/** What a person has to know of a reading: a sentence each, none when all went as it should. */
export function warningsOf({ late, stray, leftOut, cut, notes }: ReadingReport): string[] {
  const warnings = [...notes];
  if (stray.count > 0) {
    const places = stray.first.map(
      ({ file, line, timestamp }) => `${file}:${line} (${new Date(timestamp).toISOString().slice(0, 19)}Z)`,
    );
    warnings.push(
      `${lineCount(stray.count)} with times far from all others ${stray.count === 1 ? "was" : "were"} left out: ${listed(places, stray.count)}.`,
    );
  }
  if (late.count > 0)
    warnings.push(
      `${lineCount(late.count)} came too late to be put in order, by ${Math.ceil(late.mostMs / 1_000)} s at most: ${listed(
        late.first.map(({ file, line }) => `${file}:${line}`),
        late.count,
      )}.`,
    );
  if (leftOut.length > 0) {
    const files = leftOut.slice(0, MOST_PLACES).map(({ file, reason }) => `${file} (${reason})`);
    warnings.push(
      `${leftOut.length === 1 ? "1 file was" : `${leftOut.length} files were`} left out: ${listed(files, leftOut.length)}.`,
    );
  }
  if (cut > 0) warnings.push(`${lineCount(cut)} longer than a megabyte ${cut === 1 ? "was" : "were"} cut.`);
  return warnings;
}

const listed = (texts: readonly string[], count: number): string =>
  count > texts.length
    ? `${texts.join(", ")} and ${(count - texts.length).toLocaleString("en")} more`
    : texts.join(", ");
