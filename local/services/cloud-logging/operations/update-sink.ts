import {
  acceptSink,
  applyUpdateMask,
  checkWriterChange,
  type LogSink,
  SINK_DEFAULT_MASK,
} from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import { writerOf } from "../configuration/writer-of.ts";
import type { CloudLogging } from "../state.ts";
import { LOGGING_TYPES } from "../types.ts";

const CHANGEABLE = LOGGING_TYPES.message("google.logging.v2.LogSink").changeable;

interface UpdateSinkRequest {
  readonly sinkName: string;
  readonly sink: Partial<LogSink>;
  readonly uniqueWriterIdentity?: boolean;
  readonly updateMask?: readonly string[];
}

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.UpdateSink */
export function updateSink(
  { sinkName, sink, uniqueWriterIdentity = false, updateMask = [] }: UpdateSinkRequest,
  { state }: Call<CloudLogging>,
): object {
  const { sinks, router } = state;
  const { sink: former, unique } = sinks.get(sinkName);
  const parent = sinkName.slice(0, sinkName.indexOf("/sinks/"));
  if (former.name === "_Required")
    throw new GoogleError("INVALID_ARGUMENT", "The sink _Required cannot be changed.", { field: "sinkName" });
  if (sink.name && sink.name !== former.name)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `The sink is named "${sink.name}", and the request "${former.name}".`,
      {
        field: "sink.name",
      },
    );
  checkWriterChange(unique, uniqueWriterIdentity);
  const mask = updateMask.length === 0 ? SINK_DEFAULT_MASK : updateMask;
  const next = acceptSink(applyUpdateMask(former, sink, mask, CHANGEABLE));
  const { writerIdentity: _, ...rest } = next;
  const changed = withoutDefaults({
    ...rest,
    writerIdentity: writerOf(parent, next, uniqueWriterIdentity),
    updateTime: sinks.time(),
  }) as LogSink;
  sinks.set(sinkName, { sink: changed, unique: uniqueWriterIdentity });
  router.changed();
  return changed;
}
