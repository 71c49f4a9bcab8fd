import {
  type Context,
  enterOwnContext,
  type Fields,
  runInContext,
  type UnitOfWork,
} from "../logger/context.ts";
import type { LambdaContext } from "./lambda.ts";

let latest = 0;

/**
 * The context of one invocation, of which nothing is inherited from a caller or another invocation. Its fields are made for
 * the first record, so that an invocation without records pays nothing for them.
 */
export class InvocationContext implements Context {
  readonly unit: UnitOfWork;
  readonly #lambda: LambdaContext;
  readonly #isColdStart: boolean;
  readonly #number = ++latest;
  #further: Fields | undefined;
  #fields: Fields | undefined;
  #merged: WeakMap<Fields, Fields> | undefined;

  /** @param further fields besides Lambda's */
  constructor(lambda: LambdaContext, isColdStart: boolean, keepAll: boolean, further: Fields | undefined) {
    this.unit = { sample: keepAll ? 0 : Math.random(), buffer: undefined, wide: {}, durable: undefined };
    this.#lambda = lambda;
    this.#isColdStart = isColdStart;
    this.#further = further;
  }

  get fields(): Fields {
    this.#fields ??= { ...this.#lambdaFields(), ...this.#further };
    return this.#fields;
  }

  get merged(): WeakMap<Fields, Fields> {
    this.#merged ??= new WeakMap();
    return this.#merged;
  }

  /**
   * Makes the rest of the current execution the invocation's. Hooks cannot wrap what follows them, so the context stays
   * current in a caller that started several invocations without awaiting.
   */
  enter(): void {
    enterOwnContext(this);
  }

  /** Runs a function as part of the invocation, wherever it is called. */
  run<Result>(body: () => Result): Result {
    return runInContext(this, body);
  }

  /** Adds fields that were found out late. */
  add(fields: Fields): void {
    this.#further = { ...this.#further, ...fields };
    this.#fields = undefined;
    this.#merged = undefined;
  }

  #lambdaFields(): Fields {
    const lambda = this.#lambda;
    const fields: Record<string, unknown> = {
      requestId: lambda.awsRequestId,
      functionName: lambda.functionName,
      functionVersion: lambda.functionVersion,
      functionMemory: Number(lambda.memoryLimitInMB) || undefined,
      functionArn: lambda.invokedFunctionArn,
      coldStart: this.#isColdStart,
    };
    if (lambda.tenantId !== undefined) fields["tenantId"] = lambda.tenantId;
    const trace = lambda.xRayTraceId ?? this.#traceOfProcess();
    if (trace !== undefined) fields["xrayTraceId"] = rootOf(trace);
    return fields;
  }

  /** The variable is the latest invocation's: better no trace than another's. */
  #traceOfProcess(): string | undefined {
    return this.#number === latest ? process.env["_X_AMZN_TRACE_ID"] : undefined;
  }
}

function rootOf(trace: string): string {
  const start = trace.indexOf("Root=");
  if (start < 0) return trace;
  const end = trace.indexOf(";", start);
  return trace.slice(start + 5, end < 0 ? undefined : end);
}
