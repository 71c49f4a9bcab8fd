import type { Cloud } from "../../kernel/cloud.ts";
import type { Outcome, StackRecord, StackWork } from "./stack-record.ts";
import type { StackDirectory } from "./state.ts";

/** Tells how a stack's work goes on, unless the stack is being deleted meanwhile: that is then what it is in. */
export function noteWork(
  directory: StackDirectory,
  record: StackRecord,
  { status, reason }: Outcome,
  token: string | undefined,
): void {
  if (record.status !== "DELETE_IN_PROGRESS") directory.note(record, status, reason, token);
}

/**
 * Begins the work of a stack behind the call's answer, and tells how it ended.
 *
 * @param run never rejects
 */
export function beginWork(
  cloud: Cloud,
  directory: StackDirectory,
  record: StackRecord,
  {
    verb,
    token,
    run,
  }: {
    readonly verb: StackWork["verb"];
    readonly token: string | undefined;
    readonly run: (cancelled: AbortSignal) => Promise<Outcome>;
  },
): void {
  const cancel = new AbortController();
  const ended = run(cancel.signal).then((outcome) => {
    if (record.work === work) record.work = undefined;
    noteWork(directory, record, outcome, token);
    return outcome;
  });
  const work: StackWork = { verb, cancel, ended };
  record.work = work;
  cloud.track(ended);
}
