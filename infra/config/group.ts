import * as z from "zod";
import { name } from "./names.ts";
import { parse } from "./parse.ts";

/** Days that CloudWatch Logs can keep events. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** What settings of a group read as text when they ask for nothing. */
const UNSET = {
  encrypted: "false",
  streams: "",
  mask: "",
  indexedFields: "",
  keepWhenRemoved: "true",
  deletionProtection: "false",
} as const;

export const group = z
  .strictObject({
    name: z
      .string()
      .regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, "expected 1 to 512 of the characters A-Z a-z 0-9 . - _ / #")
      .describe("Name of the log group."),
    existing: z
      .boolean()
      .default(false)
      .describe("Whether the group is there already: found by its name, and left as it is."),
    retentionDays: z.literal(RETENTION_DAYS).optional().describe("Days that events are kept; 90 unless set."),
    class: z.enum(["STANDARD", "INFREQUENT_ACCESS"]).default("STANDARD"),
    encrypted: z
      .boolean()
      .default(false)
      .describe("Encrypts the events with a key of your own that rotates."),
    streams: z
      .array(z.string().regex(/^[^:*]{1,512}$/, "expected 1 to 512 characters without : and *"))
      .default([]),
    mask: z
      .array(
        z.union([
          z.string().min(1),
          z.strictObject({
            name: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, "expected 1 to 128 letters, digits, _ and -"),
            regex: z.string().min(1).max(200),
          }),
        ]),
      )
      .default([])
      .describe("Sensitive data that is masked: managed data identifiers, or own ones with name and regex."),
    maskFindings: name.optional().describe("A group of this file that is told what was masked where."),
    indexedFields: z
      .array(z.string())
      .max(20)
      .default([])
      .describe("Fields that queries find without a scan."),
    parse: parse.optional(),
    deletionProtection: z
      .boolean()
      .default(false)
      .describe("Whether CloudWatch Logs refuses to delete the group until this is false again."),
    keepWhenRemoved: z.boolean().default(true).describe("Whether the events stay when the stack is removed."),
  })
  .superRefine(({ existing, name: _name, class: _class, ...settings }, context) => {
    if (!existing) return;
    for (const [member, value] of Object.entries(settings))
      if (value !== undefined && String(value) !== UNSET[member as keyof typeof UNSET])
        context.addIssue({
          code: "custom",
          path: [member],
          message: "the group exists already, so this cannot be set here; expected name and class only",
        });
  });
