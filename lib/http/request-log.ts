import { type Context, type Fields, runInContext, type UnitOfWork } from "../logger/context.ts";
import { errorMembers, isError } from "../logger/error-members.ts";
import { isKept } from "../logger/tail-sampling.ts";
import { withAdded } from "../logger/wide-record.ts";
import { clientAddress } from "./client-address.ts";
import { headerOf, shortened } from "./headers.ts";
import type { HeaderSource, RequestEnd, RequestFacts } from "./options.ts";
import type { HttpSettings } from "./settings.ts";
import { addTraceFields } from "./trace-fields.ts";

/** Status that nginx made usual for a client that left before the response. */
const CLIENT_LEFT = 499;

/**
 * One request from its start to its record, and the context of all records below it, of which nothing is inherited: on a
 * connection that serves several requests, what comes before is another request.
 */
export class RequestLog implements Context {
  readonly unit: UnitOfWork = { sample: Math.random(), buffer: undefined, wide: {}, durable: undefined };
  readonly requestId: string;
  /** Template of the path, such as `/orders/:id`, once the framework knows it. */
  route: string | undefined;
  /** Address of the client by the framework's own rules. */
  client: string | undefined;
  /** Bytes of the request's body that came, where its headers do not say. */
  requestBytes = 0;
  /** Bytes of the response's body that were written. */
  responseBytes = 0;
  readonly #settings: HttpSettings;
  readonly #facts: RequestFacts;
  readonly #startedAt = performance.now();
  #fields: Fields | undefined;
  #merged: WeakMap<Fields, Fields> | undefined;
  #error: unknown;
  #hasEnded = false;

  constructor(settings: HttpSettings, facts: RequestFacts) {
    this.#settings = settings;
    this.#facts = facts;
    this.requestId = settings.requestId(facts);
  }

  /** Made for the first record. */
  get fields(): Fields {
    if (this.#fields === undefined) {
      const fields: Record<string, unknown> = { requestId: this.requestId };
      addTraceFields(this.#facts.headers, fields);
      this.#fields = fields;
      const further = this.#settings.fieldsOf(this.#facts);
      if (further !== undefined) this.#fields = { ...fields, ...further };
    }
    return this.#fields;
  }

  get merged(): WeakMap<Fields, Fields> {
    this.#merged ??= new WeakMap();
    return this.#merged;
  }

  /** Runs a function as part of the request, wherever it is called. */
  run<Result>(body: () => Result): Result {
    return runInContext(this, body);
  }

  /** Takes what the request failed with; the first is the cause of others. */
  fail(error: unknown): void {
    this.#error ??= error;
  }

  /**
   * Writes the record, once.
   *
   * @param status of the response; undefined where there was none yet
   */
  end(status: number | undefined, aborted: boolean, responseHeaders: HeaderSource | undefined): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const added = this.unit.wide as Fields;
    const facts = this.#facts;
    if (!this.#settings.isIgnored(facts)) {
      const error = this.#error ?? errorAmong(added);
      const durationMs = Math.round((performance.now() - this.#startedAt) * 1000) / 1000;
      const end = { status: status ?? CLIENT_LEFT, aborted, durationMs, error };
      runInContext(this, () => this.#write(end, added, responseHeaders));
    }
    this.unit.wide = undefined;
  }

  #write(end: RequestEnd, added: Fields, responseHeaders: HeaderSource | undefined): void {
    const { logger, options, writtenTarget } = this.#settings;
    const level = this.#settings.levelOf(end);
    if (level === "silent") return;
    const { method, target } = this.#facts;
    const path = writtenTarget(target);
    const fields = () => this.#record(end, path, added, responseHeaders);
    const message = `${method} ${this.route ?? path} ${end.status}`;
    if (options.sampling === undefined) {
      logger[level](fields, message);
      return;
    }
    const record = fields();
    const isFailure = level !== "info" && level !== "debug" && level !== "trace";
    const ended = { isFailure, durationMs: end.durationMs, sample: this.unit.sample, fields: record };
    const kept = isKept(options.sampling, ended);
    if (kept === false) return;
    if (kept !== true) record["sampleRate"] = kept;
    logger[level](record, message);
  }

  #record(end: RequestEnd, path: string, added: Fields, responseHeaders: HeaderSource | undefined) {
    const { pickHeaders, pickResponseHeaders, trustedProxies } = this.#settings;
    const facts = this.#facts;
    const { headers } = facts;
    const own: Record<string, unknown> = {
      method: facts.method,
      path,
      route: this.route,
      status: end.status,
      durationMs: end.durationMs,
      requestBytes: declaredBytes(headers) ?? this.requestBytes,
      responseBytes: this.responseBytes,
      client: this.client ?? clientAddress(facts, trustedProxies),
    };
    const userAgent = headerOf(headers, "user-agent");
    if (userAgent !== undefined) own["userAgent"] = shortened(userAgent);
    if (end.aborted) own["aborted"] = true;
    if (pickHeaders !== undefined) own["headers"] = pickHeaders(headers);
    if (pickResponseHeaders !== undefined && responseHeaders !== undefined)
      own["responseHeaders"] = pickResponseHeaders(responseHeaders);
    const { error } = end;
    if (error !== undefined) own["error"] = isError(error) ? error : errorMembers(error);
    return withAdded(
      own,
      error === undefined || errorAmong(added) === undefined ? added : withoutError(added),
    );
  }
}

function declaredBytes(headers: HeaderSource): number | undefined {
  const length = headerOf(headers, "content-length");
  return length === undefined || !/^\d{1,15}$/.test(length) ? undefined : Number(length);
}

function errorAmong({ err, error }: Fields): unknown {
  return isError(err) ? err : isError(error) ? error : undefined;
}

function withoutError({ err, error, ...others }: Fields): Fields {
  return { ...(isError(err) ? {} : { err }), ...(isError(error) ? {} : { error }), ...others };
}
