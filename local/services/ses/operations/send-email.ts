import type { SendEmailRequest } from "@aws-sdk/client-sesv2";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";

/**
 * Puts a mail into the inbox, one message for each receiver. Every address counts as verified.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function sendEmail(
  { Content, Destination = {}, FromEmailAddress }: Input<SendEmailRequest>,
  { cloud, requestId }: Call,
): object {
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = Destination;
  const receivers = [...ToAddresses, ...CcAddresses, ...BccAddresses];
  if (FromEmailAddress === undefined) throw refused("Missing required parameter: FromEmailAddress");
  if (receivers.length === 0) throw refused("Missing required parameter: Destination");
  if (receivers.length > MOST_RECEIVERS) throw refused("Recipient count exceeds 50.");
  if (!Content.Simple)
    throw refused("The local cloud takes mails of the form Content.Simple, not Raw and Template.");
  const { Subject, Body, Attachments = [] } = Content.Simple;
  const { Text, Html } = Body;
  if (Text === undefined && Html === undefined) throw refused("Body has neither Text nor Html.");
  const pictures = Attachments.filter(({ ContentType = "" }) => /^image\/(png|jpeg|gif)$/.test(ContentType));
  for (const to of receivers)
    cloud.events.emit("notification", {
      id: requestId,
      timestamp: cloud.clock.now(),
      protocol: "email",
      to,
      subject: Subject.Data,
      body: Text?.Data ?? Html!.Data,
      ...(Html !== undefined && { html: Html.Data }),
      ...(pictures.length > 0 && {
        pictures: pictures.map(
          ({ ContentType, RawContent }) =>
            `data:${ContentType};base64,${Buffer.from(RawContent).toString("base64")}`,
        ),
      }),
      from: FromEmailAddress,
    });
  return { MessageId: requestId };
}

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MOST_RECEIVERS = 50;

const refused = (message: string): ServiceError => new ServiceError("BadRequestException", message);
