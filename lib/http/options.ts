import type { Fields } from "../logger/context.ts";
import type { Level } from "../logger/levels.ts";
import type { Logger } from "../logger/logger.ts";
import type { TailSampling } from "../logger/tail-sampling.ts";

/** What every framework tells of a request. */
export interface RequestFacts {
  /** Such as `GET`. */
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  /** As `node:http` gives them, or a `Headers`. */
  readonly headers: HeaderSource;
  /** Address of whoever opened the connection, where there is one. */
  readonly remoteAddress: string | undefined;
}

/** Headers by their names in lower case, or a `Headers`. */
export type HeaderSource = Readonly<Record<string, string | readonly string[] | undefined>> | Headers;

/** What is known at the end of a request. */
export interface RequestEnd {
  /** Status of the response; 499 where the client left before there was one. */
  readonly status: number;
  /** The connection was closed before the last byte. */
  readonly aborted: boolean;
  readonly durationMs: number;
  /** What was thrown or given to the framework as the request's error. */
  readonly error: unknown;
}

/** Options of all entries for web frameworks. */
export interface HttpLoggingOptions {
  /** Logger of the one record that a request writes. @default getLogger("http") */
  readonly logger?: Logger | undefined;
  /** Headers that may bring the request's id, the first that has a good one. @default ["x-request-id", "x-correlation-id"] */
  readonly requestIdHeaders?: readonly string[] | undefined;
  /** Makes an id where no header brings one of 1 to 128 letters, digits or `-_.:/+=@~`. @default a random UUID */
  readonly makeRequestId?: ((request: RequestFacts) => string) | undefined;
  /** Header of the response that tells the id; false for none. @default "x-request-id" */
  readonly responseIdHeader?: string | false | undefined;
  /** Further fields of all records of the request, the first time that one is written. @default none */
  readonly fields?: ((request: RequestFacts) => Fields) | undefined;
  /** Paths, or beginnings of paths that end with `*`, or a function: of these requests no record is written. @default none */
  readonly ignore?: readonly string[] | ((request: RequestFacts) => boolean) | undefined;
  /** Which requests' records are kept; failures (level warn and above) and slow ones always. @default all */
  readonly sampling?: TailSampling | undefined;
  /** Level of the record. @default error from status 500 or with an error, warn from 400 or when aborted, else info */
  readonly level?: ((end: RequestEnd) => Level) | undefined;
  /** Writes the query with the path: all of it, or these parameters; values of what looks like a credential are hidden. @default false */
  readonly query?: boolean | readonly string[] | undefined;
  /** Writes request headers: all, or these. @default none but the user agent */
  readonly headers?: boolean | readonly string[] | undefined;
  /** Writes response headers: all, or these. @default none */
  readonly responseHeaders?: boolean | readonly string[] | undefined;
  /** Names of headers and parameters whose values are hidden, besides those that look like a credential. @default none */
  readonly redact?: readonly string[] | undefined;
  /** Number of proxies in front that add to `X-Forwarded-For`; what came before them is not believed. @default 0 */
  readonly trustedProxies?: number | undefined;
}
