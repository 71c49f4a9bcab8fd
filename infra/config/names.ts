import { compilePattern } from "cumulog/semantics";
import * as z from "zod";

/** What parts of the file are called, and how they refer to each other. */
export const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, "expected letters, digits and -, beginning with a letter");

/** A filter pattern of CloudWatch Logs. */
export const pattern = z.string().superRefine((text, context) => {
  try {
    compilePattern(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
  }
});
