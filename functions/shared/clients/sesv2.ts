/** What the functions call of SES. Imported when it is needed; named here, so that a bundle has no more of it. */
export { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
