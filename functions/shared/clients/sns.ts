/** What the functions call of SNS. Imported when it is needed; named here, so that a bundle has no more of it. */
export { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
