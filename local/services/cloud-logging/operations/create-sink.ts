import {
  acceptSink,
  CLOUD_LOGGING_MAX_SINKS,
  checkLoggingIdentifier,
  DEFAULT_LOGGING_NAMES,
  type LogSink,
} from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import { writerOf } from "../configuration/writer-of.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.CreateSink */
export function createSink(
  {
    parent,
    sink,
    uniqueWriterIdentity = false,
  }: { readonly parent: string; readonly sink: LogSink; readonly uniqueWriterIdentity?: boolean },
  { state }: Call<CloudLogging>,
): object {
  const { sinks, router } = state;
  sinks.checkParent(parent);
  checkLoggingIdentifier(sink.name ?? "", DEFAULT_LOGGING_NAMES.includes(sink.name) ? "id" : "name", "name");
  if (sinks.of(parent).length - DEFAULT_LOGGING_NAMES.length >= CLOUD_LOGGING_MAX_SINKS)
    throw new GoogleError(
      "RESOURCE_EXHAUSTED",
      `${parent} has ${CLOUD_LOGGING_MAX_SINKS} sinks, which is the most it may have.`,
    );
  const accepted = acceptSink(sink);
  const time = sinks.time();
  const made = withoutDefaults({
    ...accepted,
    writerIdentity: writerOf(parent, accepted, uniqueWriterIdentity),
    createTime: time,
    updateTime: time,
  }) as LogSink;
  sinks.add(parent, made.name, { sink: made, unique: uniqueWriterIdentity });
  router.changed();
  return made;
}
