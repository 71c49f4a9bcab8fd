import { muteRule, SignalError } from "cumulog/signals";
import * as z from "zod";
import { name } from "./names.ts";

/** When the alarms of signals report to nobody; checked by `muteRule`. */
export const mute = z
  .strictObject({
    cron: z
      .string()
      .describe('When a window begins: five fields of cron, or a time such as "2026-01-20T14:00".'),
    duration: z.string().describe('How long a window is, such as "2h".'),
    timezone: z.string().optional(),
    signals: z.array(name).min(1),
  })
  .superRefine((document, context) => {
    try {
      muteRule("mute", document);
    } catch (error) {
      if (!(error instanceof SignalError)) throw error;
      context.addIssue({ code: "custom", path: [...error.path], message: error.message });
    }
  });
