import { expect } from "vitest";
import type { Google } from "./google-cloud.ts";

/** One call of a case of the corpus, and what it must be answered. */
export interface ApiStep {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly expect: {
    /** Members that the answer has, among others. */
    readonly ok?: object;
    /** The canonical code, or `*` for any error. */
    readonly error?: string;
    readonly httpStatus?: number;
    /** Names that stand nowhere in the answer. */
    readonly absent?: readonly string[];
    readonly absentOrOther?: Readonly<Record<string, unknown>>;
    readonly messageLike?: string;
  };
}

/** Makes the calls of a case one after the other, over REST. */
export async function runSteps(google: Google, steps: readonly ApiStep[]): Promise<void> {
  for (const { method, path, body, expect: wanted } of steps) {
    const { status, body: answer } = await google.rest(method, path, body);
    if (wanted.ok) expect({ status, answer }).toMatchObject({ status: 200, answer: wanted.ok });
    if (wanted.error !== undefined)
      expect(answer.error).toMatchObject(wanted.error === "*" ? {} : { status: wanted.error });
    if (wanted.httpStatus !== undefined) expect(status).toBe(wanted.httpStatus);
    if (wanted.messageLike !== undefined) expect(answer.error?.message).toContain(wanted.messageLike);
    for (const name of wanted.absent ?? []) expect(JSON.stringify(answer)).not.toContain(`"${name}"`);
    for (const [name, value] of Object.entries(wanted.absentOrOther ?? {}))
      expect((answer as Record<string, unknown>)[name]).not.toEqual(value);
  }
}
