import * as z from "zod";
import { notifierSchema } from "../../functions/alert-notifier/configuration.ts";

export const channel = z
  .strictObject({
    emails: z.array(z.email()).default([]),
    destinations: z.union([notifierSchema.shape.destinations, z.array(z.never()).length(0)]).default([]),
    lines: z.int().min(0).max(50).default(10),
    runbookUrl: z.string().optional(),
    encrypted: z
      .boolean()
      .default(true)
      .describe("Encrypts the topic with a key of your own that rotates, for about one dollar a month."),
  })
  .refine(
    ({ emails, destinations }) => emails.length + destinations.length > 0,
    "expected an e-mail address or a destination",
  );
