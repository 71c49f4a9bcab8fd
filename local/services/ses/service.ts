import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { sendEmail } from "./operations/send-email.ts";

/** SES: mail that ends in the inbox. */
export const service: Service = {
  name: "ses",
  signedAs: "ses",
  model: modelOf(model),
  validation: { code: "BadRequestException" },
  operations: { SendEmail: sendEmail },
};
