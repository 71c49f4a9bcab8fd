/** A line of an access log, as members that the contract knows. */
export interface AccessLine {
  readonly client: string;
  readonly user: string | undefined;
  readonly method: string | undefined;
  /** Without its query. */
  readonly path: string | undefined;
  readonly query: string | undefined;
  readonly protocol: string | undefined;
  readonly status: number;
  readonly bytes: number | undefined;
  readonly referer: string | undefined;
  readonly userAgent: string | undefined;
}

const COMBINED =
  /^(\S+) \S+ (\S+) \[[^\]]{20,40}\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?/;
const REQUEST = /^([A-Z]{3,20}) (\S+)(?: (HTTP\/[\d.]+))?$/;

/**
 * A line in the common or combined format of Apache and nginx.
 * https://httpd.apache.org/docs/2.4/logs.html#accesslog
 *
 * @returns undefined for another line
 */
export function accessLine(line: string): AccessLine | undefined {
  const parts = COMBINED.exec(line);
  if (parts === null) return undefined;
  const [, method, target, protocol] = REQUEST.exec(parts[3]!) ?? [];
  const mark = target?.indexOf("?") ?? -1;
  return {
    client: parts[1]!,
    user: given(parts[2]),
    method,
    path: mark === -1 ? target : target!.slice(0, mark),
    query: mark === -1 ? undefined : target!.slice(mark + 1),
    protocol,
    status: Number(parts[4]),
    bytes: parts[5] === "-" ? undefined : Number(parts[5]),
    referer: given(parts[6]),
    userAgent: given(parts[7]),
  };
}

/** A dash stands for nothing. */
const given = (text: string | undefined): string | undefined => (text === "-" ? undefined : text);
